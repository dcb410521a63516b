namespace Contabyx;

/// <summary>A table of the warehouse cannot take the rows of a run as it is, and cannot be altered so that it could.</summary>
/// <param name="table">The table's name.</param>
/// <param name="warehouse">The warehouse's address.</param>
/// <param name="differences">What differs, each in words.</param>
public sealed class SchemaConflictException(string table, string warehouse, IReadOnlyList<string> differences)
    : ContabyxException(
        $"The table {table} of '{warehouse}' does not fit: {string.Join("; ", differences)}.",
        "New nullable columns and wider VARCHARs are carried over, and nothing else. Rename or change the column at the source, "
        + "alter or remake the warehouse's table by hand, or load into another schema.",
        table)
{
    /// <summary>What differs, each in words.</summary>
    public IReadOnlyList<string> Differences { get; } = differences;
}
