namespace Contabyx.Engine.Books.Generator;

/// <summary>What the check digits of CPF and CNPJ share.</summary>
internal static class CheckDigits
{
    /// <summary>11 less the remainder of a weighted sum by 11, as a character; 0 where that is 10 or 11.</summary>
    public static char Modulo11(int weightedSum)
    {
        var remainder = weightedSum % 11;
        return (char)(remainder < 2 ? '0' : '0' + 11 - remainder);
    }
}
