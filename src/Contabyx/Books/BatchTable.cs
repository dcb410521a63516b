using System.Globalization;

namespace Contabyx;

/// <summary>What one batch adds to one table.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">Rows added.</param>
/// <param name="Range">The ids added, one for each row.</param>
/// <param name="Totals">The control totals of the rows added.</param>
public sealed record BatchTable(string Table, long Rows, KeyRange Range, TableTotals Totals)
{
    /// <summary>The table and its rows, as in <c>Clients: 2 rows</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Printable.Line(Table)}: {Rows} rows");
}
