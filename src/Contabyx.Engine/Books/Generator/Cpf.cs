namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// The CPF, the Brazilian taxpayer number of natural persons: nine digits and two check digits, written without
/// punctuation.
/// </summary>
internal static class Cpf
{
    /// <summary>Digits in all.</summary>
    public const int Length = 11;

    /// <summary>Digits before the check digits.</summary>
    public const int BaseLength = 9;

    /// <summary>Adds the check digits.</summary>
    /// <param name="digits">The first nine digits, as characters 0 to 9.</param>
    /// <returns>The complete number, 11 characters.</returns>
    /// <exception cref="ArgumentException">There are not nine characters, or one is not a digit.</exception>
    public static string Complete(ReadOnlySpan<char> digits)
    {
        if (digits.Length != BaseLength || digits.ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException($"'{digits}' is not the base of a CPF: give nine digits.", nameof(digits));
        Span<char> number = stackalloc char[Length];
        digits.CopyTo(number);
        number[9] = CheckDigit(number[..9]);
        number[10] = CheckDigit(number[..10]);
        return new string(number);
    }

    /// <summary>
    /// Whether the text is a CPF with right check digits. Eleven equal digits pass the arithmetic, but are never
    /// issued.
    /// </summary>
    /// <param name="number">The text, without punctuation.</param>
    public static bool IsValid(ReadOnlySpan<char> number) =>
        number.Length == Length
        && !number.ContainsAnyExceptInRange('0', '9')
        && number.ContainsAnyExcept(number[0])
        && number.SequenceEqual(Complete(number[..BaseLength]));

    // Weights grow by one from 2 at the right end.
    private static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (digits[i] - '0') * (digits.Length + 1 - i);
        return CheckDigits.Modulo11(sum);
    }
}
