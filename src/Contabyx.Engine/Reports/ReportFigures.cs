namespace Contabyx.Engine.Reports;

/// <summary>Everything that a report shows.</summary>
/// <param name="Warehouse">The warehouse's address.</param>
/// <param name="CreatedAt">When it was read.</param>
/// <param name="Total">The books in one line.</param>
/// <param name="Months">The books month by month.</param>
/// <param name="Types">The books by type, the largest amount first.</param>
/// <param name="Clients">The clients with the largest balance, the first one first.</param>
/// <param name="ClientCount">How many clients there are.</param>
internal sealed record ReportFigures(
    string Warehouse,
    DateTimeOffset CreatedAt,
    BooksBalance Total,
    IReadOnlyList<ContabyxBalance> Months,
    IReadOnlyList<ContabyxBalance> Types,
    IReadOnlyList<ContabyxBalance> Clients,
    int ClientCount,
    LoadHealth Loads);
