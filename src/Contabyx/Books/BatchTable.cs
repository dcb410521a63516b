namespace Contabyx;

/// <summary>What one batch adds to one table.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">Rows added.</param>
/// <param name="Range">The ids added, one for each row.</param>
/// <param name="Totals">The control totals of the rows added.</param>
public sealed record BatchTable(string Table, long Rows, KeyRange Range, TableTotals Totals);
