namespace Contabyx.Engine;

/// <summary>The tax on an amount.</summary>
internal static class Fee
{
    private static readonly short[] Rates = [.. TransactionKind.All.Select(kind => (short)kind.Rate)];

    /// <summary>
    /// Amount x rate, rounded half away from zero to cents. Amounts are positive, so adding a half and cutting does it.
    /// </summary>
    /// <param name="amount">The amount in cents.</param>
    /// <param name="kind">The id of the transaction's kind.</param>
    /// <returns>The fee in cents.</returns>
    public static long Of(long amount, long kind) => ((amount * Rates[kind - 1]) + 5_000) / 10_000;
}
