namespace Contabyx.Engine.Sources;

/// <summary>Which rows of a table are read: those that meet all of these conditions.</summary>
internal sealed record RowFilter
{
    /// <summary>
    /// The ranges in which the <see cref="TableSchema.RangeKey"/> must be, ascending and without overlaps; empty for any key.
    /// </summary>
    public IReadOnlyList<KeyRange> Ranges { get; init; } = [];

    /// <summary>The smallest wanted value of a column; rows where it is NULL are left out. NULL for no bound.</summary>
    public LowerBound? Since { get; init; }

    /// <summary>A column that is NULL in the rows; NULL for no such column.</summary>
    public string? NullIn { get; init; }

    /// <summary>How many keys the ranges have; NULL if rows are also chosen by other conditions.</summary>
    public long? KeyCount => Since is null && NullIn is null && Ranges.Count > 0 ? Ranges.Sum(range => range.Count) : null;

    /// <summary>The rows of a range; all rows for NULL.</summary>
    public static RowFilter? Of(KeyRange? range) => range is { } keys ? new RowFilter { Ranges = [keys] } : null;
}
