namespace Contabyx;

/// <summary>One row of the load history, written in the same transaction as the rows that it describes.</summary>
/// <param name="Run">The run that had the files; for loose files, the run that loaded them.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Mode">How it was loaded.</param>
/// <param name="ContentHash">The hash of the files: see <c>TableLoad.ContentHash</c>.</param>
/// <param name="Rows">Rows committed.</param>
/// <param name="Bytes">Bytes of the files.</param>
/// <param name="Files">How many files there were.</param>
/// <param name="FirstKey">The smallest key, if the table has a key of one whole number.</param>
/// <param name="LastKey">The largest key, likewise.</param>
/// <param name="Proof">What was proven before the commit.</param>
/// <param name="LoadedAt">When, in UTC.</param>
public sealed record LoadRecord(
    string Run,
    string Table,
    LoadMode Mode,
    string ContentHash,
    long Rows,
    long Bytes,
    int Files,
    long? FirstKey,
    long? LastKey,
    LoadProof Proof,
    DateTimeOffset LoadedAt)
{
    /// <summary>The column that identifies new rows; NULL if the load has no <see cref="Watermark"/>.</summary>
    public string? WatermarkColumn { get; init; }

    /// <summary>
    /// Where the next incremental run starts, in the format of CSV files; NULL for none, and if it was not requested.
    /// </summary>
    public string? Watermark { get; init; }

    /// <summary>The address of the warehouse that it was read from; NULL if it was not recorded.</summary>
    public string? Warehouse { get; init; }
}
