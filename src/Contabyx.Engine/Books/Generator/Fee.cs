namespace Contabyx.Engine.Books.Generator;

/// <summary>The tax on an amount.</summary>
internal static class Fee
{
    /// <summary>
    /// Amount x rate, rounded half away from zero to cents. Amounts are positive, so adding a half and cutting does it.
    /// </summary>
    /// <param name="amount">The amount in cents.</param>
    /// <param name="rate">The rate in ten-thousandths.</param>
    /// <returns>The fee in cents.</returns>
    public static long Of(long amount, int rate) => ((amount * rate) + 5_000) / 10_000;
}
