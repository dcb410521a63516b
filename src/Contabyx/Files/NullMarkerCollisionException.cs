namespace Contabyx;

/// <summary>A text value equals the NULL marker, so the two could not be distinguished in the file.</summary>
/// <param name="table">The table's name.</param>
/// <param name="column">The column's name.</param>
/// <param name="row">The row's number in the export, from 1.</param>
public sealed class NullMarkerCollisionException(string table, string column, long row, string marker)
    : ContabyxException(
        $"{table}.{column} has the text {marker} in row {row}, which stands for NULL in the file.",
        $"Write the table again with the NULL marker {NullMarkers.Next(marker)}.",
        table)
{
    /// <summary>The table's name.</summary>
    public string Table { get; } = table;

    /// <summary>The column's name.</summary>
    public string Column { get; } = column;

    /// <summary>The row's number in the export, from 1.</summary>
    public long Row { get; } = row;

    /// <summary>The marker that cannot be used.</summary>
    public string Marker { get; } = marker;

    /// <summary>The marker to try next.</summary>
    public string NextMarker { get; } = NullMarkers.Next(marker);
}
