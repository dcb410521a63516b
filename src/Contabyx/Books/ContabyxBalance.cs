namespace Contabyx;

/// <summary>
/// The books of a client, a day, a month or a type, added up. Read by <c>Get-ContabyxBalance -By</c>. All amounts are
/// exact, in the books' currency.
/// </summary>
/// <param name="By">What <paramref name="Key"/> is.</param>
/// <param name="Key">The client's or the type's id, the day as <c>2015-07-01</c>, or the month as <c>2015-07</c>.</param>
/// <param name="Name">The client's or the type's name; the key of days and months.</param>
/// <param name="Transactions">How many transactions there are.</param>
/// <param name="Income">Incomes that are not part of a transfer.</param>
/// <param name="Expenses">Expenses that are not part of a transfer.</param>
/// <param name="TransferIn">Income legs of transfers.</param>
/// <param name="TransferOut">Expense legs of transfers.</param>
/// <param name="Fees">Taxes on all of these.</param>
/// <param name="Balance">
/// The balance: for days and months at their end, including everything before; for clients and types, <see cref="Net"/>.
/// </param>
public sealed record ContabyxBalance(
    BalanceGrouping By,
    string Key,
    string Name,
    long Transactions,
    decimal Income,
    decimal Expenses,
    decimal TransferIn,
    decimal TransferOut,
    decimal Fees,
    decimal Balance)
{
    /// <summary>The address of the source or warehouse that the books were read in.</summary>
    public string? ReadFrom { get; init; }

    /// <summary>All that came in, transfers too.</summary>
    public decimal Inflow => Income + TransferIn;

    /// <summary>All that went out, transfers and taxes too.</summary>
    public decimal Outflow => Expenses + TransferOut + Fees;

    /// <summary>What came in minus what went out.</summary>
    public decimal Net => Inflow - Outflow;
}
