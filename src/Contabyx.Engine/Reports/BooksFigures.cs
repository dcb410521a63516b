namespace Contabyx.Engine.Reports;

/// <summary>The books that a report shows. All amounts are exact.</summary>
/// <param name="Total">The books in one line.</param>
/// <param name="Months">The books month by month.</param>
/// <param name="Types">The books by type.</param>
/// <param name="Clients">The books by client.</param>
internal sealed record BooksFigures(
    BooksBalance Total,
    IReadOnlyList<ContabyxBalance> Months,
    IReadOnlyList<ContabyxBalance> Types,
    IReadOnlyList<ContabyxBalance> Clients)
{
    /// <summary>How many clients are in each list of them.</summary>
    public const int MostClients = 10;

    /// <summary>The books year by year.</summary>
    public IReadOnlyList<YearFigures> Years { get; } =
        [.. Months.GroupBy(month => month.Key[..4], StringComparer.Ordinal).Select(year => new YearFigures(
            year.Key, year.Count(), year.Sum(month => month.Income), year.Sum(month => month.Expenses),
            year.Sum(month => month.TransferIn - month.TransferOut), year.Sum(month => month.Fees), year.Last().Balance))];

    /// <summary>The clients with the largest balance, the first one first.</summary>
    public IReadOnlyList<ContabyxBalance> Creditors { get; } =
        [.. Clients.Where(client => client.Balance > 0).OrderByDescending(client => client.Balance).Take(MostClients)];

    /// <summary>The clients who owe most, the first one first.</summary>
    public IReadOnlyList<ContabyxBalance> Debtors { get; } =
        [.. Clients.Where(client => client.Balance < 0).OrderBy(client => client.Balance).Take(MostClients)];
}

/// <summary>A year of the books.</summary>
/// <param name="Year">Four digits.</param>
/// <param name="Months">Months with transactions.</param>
/// <param name="Income">Incomes without transfers.</param>
/// <param name="Expenses">Expenses without transfers.</param>
/// <param name="TransferNet">Transfers in minus transfers out: 0 unless a transfer crosses the year.</param>
/// <param name="Fees">Taxes.</param>
/// <param name="Balance">The balance at the year's end.</param>
internal sealed record YearFigures(
    string Year, int Months, decimal Income, decimal Expenses, decimal TransferNet, decimal Fees, decimal Balance)
{
    /// <summary>What the year added to the balance.</summary>
    public decimal Net => Income - Expenses + TransferNet - Fees;
}
