namespace Contabyx;

/// <summary>A row that is not the same on both sides.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Key">
/// The row's key as text, the values of several columns with commas; of a table without a key, all its values.
/// </param>
/// <param name="Kind">How it differs.</param>
/// <param name="Column">The first column that differs, for <see cref="KeyDifferenceKind.Changed"/>; else NULL.</param>
/// <param name="Source">Its value in the source as text; NULL for NULL, or if there is no such row.</param>
/// <param name="Warehouse">Its value in the warehouse, in the same form.</param>
public sealed record KeyDifference(
    string Table, string Key, KeyDifferenceKind Kind, string? Column, string? Source, string? Warehouse)
{
    /// <summary>The key and how it differs, as in <c>17: Changed, fee</c>.</summary>
    public override string ToString() => $"{Printable.Line(Key)}: {Kind}{(Column is null ? "" : $", {Printable.Line(Column)}")}";
}
