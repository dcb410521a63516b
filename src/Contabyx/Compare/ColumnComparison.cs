namespace Contabyx;

/// <summary>The control totals of one column on both sides.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="SourceCount">Values of the source that are not NULL.</param>
/// <param name="WarehouseCount">Values of the warehouse that are not NULL.</param>
/// <param name="SourceSum">The sum at the source: see <see cref="ColumnTotals.Sum"/>.</param>
public sealed record ColumnComparison(
    string Column, long SourceCount, long WarehouseCount, string? SourceSum, string? WarehouseSum)
{
    /// <summary>Whether both figures are the same.</summary>
    public bool Equal => SourceCount == WarehouseCount && SourceSum == WarehouseSum;

    /// <summary>The column and whether it is equal, as in <c>fee: equal</c>.</summary>
    public override string ToString() => $"{Printable.Line(Column)}: {(Equal ? "equal" : "different")}";
}
