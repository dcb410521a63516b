namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// The CNPJ, the Brazilian taxpayer number of legal persons: eight characters for the company, four for the
/// establishment, and two check digits, written without punctuation.
/// </summary>
/// <remarks>
/// Since July 2026 new numbers may have letters A to Z in the first twelve places; in the check digits each character
/// counts as its ASCII code less 48 (Receita Federal, Instrução Normativa RFB 2.229 of 2024; SERPRO, "Cálculo dos
/// dígitos verificadores de CNPJ alfanumérico", whose example is 12ABC34501DE35).
/// </remarks>
internal static class Cnpj
{
    /// <summary>Characters in all.</summary>
    public const int Length = 14;

    /// <summary>Characters before the check digits.</summary>
    public const int BaseLength = 12;

    /// <summary>The first day on which numbers with letters are issued: 2026-07-01.</summary>
    public static DateOnly AlphanumericSince { get; } = new(2026, 7, 1);

    /// <summary>Adds the check digits.</summary>
    /// <param name="characters">The first twelve characters, 0 to 9 and A to Z.</param>
    /// <returns>The complete number, 14 characters.</returns>
    /// <exception cref="ArgumentException">
    /// There are not twelve characters, or one is neither a digit nor a capital letter.
    /// </exception>
    public static string Complete(ReadOnlySpan<char> characters)
    {
        if (!IsBase(characters))
        {
            throw new ArgumentException(
                $"'{characters}' is not the base of a CNPJ: give twelve characters of 0-9 and A-Z.",
                nameof(characters));
        }

        Span<char> number = stackalloc char[Length];
        characters.CopyTo(number);
        number[12] = CheckDigit(number[..12]);
        number[13] = CheckDigit(number[..13]);
        return new string(number);
    }

    /// <summary>
    /// Whether the text is a CNPJ with right check digits, with letters or without. Fourteen zeros pass the arithmetic,
    /// but are never issued.
    /// </summary>
    /// <param name="number">The text, without punctuation, letters in capitals.</param>
    public static bool IsValid(ReadOnlySpan<char> number) =>
        number.Length == Length
        && IsBase(number[..BaseLength])
        && number.ContainsAnyExcept(number[0])
        && number.SequenceEqual(Complete(number[..BaseLength]));

    private static bool IsBase(ReadOnlySpan<char> characters)
    {
        foreach (var character in characters)
        {
            if (!char.IsAsciiDigit(character) && !char.IsAsciiLetterUpper(character))
                return false;
        }

        return characters.Length == BaseLength;
    }

    // Weights grow by one from 2 at the right end, and begin again at 2 after 9.
    private static char CheckDigit(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        for (var i = 0; i < characters.Length; i++)
            sum += (characters[i] - '0') * (2 + ((characters.Length - 1 - i) % 8));
        return CheckDigits.Modulo11(sum);
    }
}
