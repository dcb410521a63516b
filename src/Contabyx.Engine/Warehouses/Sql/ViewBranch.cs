namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>One place from which the view over a table and its archive takes rows.</summary>
/// <param name="Columns">The columns that it has.</param>
/// <param name="From">What follows FROM, with its condition.</param>
internal sealed record ViewBranch(IReadOnlyList<ColumnSchema> Columns, string From)
{
    /// <summary>How a column's value is read there; NULL for the column itself.</summary>
    public Func<ColumnSchema, string>? Value { get; init; }
}
