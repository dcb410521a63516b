namespace Contabyx;

/// <summary>How tables are exported.</summary>
public sealed record ExportOptions
{
    /// <summary>How rows are written; CSV by default.</summary>
    public FileFormat Format { get; init; } = FileFormat.Csv;

    /// <summary>How CSV is compressed; Zstandard by default.</summary>
    public FileCompression Compression { get; init; } = FileCompression.Zstd;

    /// <summary>
    /// How to load the tables; NULL, the default, for <see cref="LoadMode.Replace"/> of whole tables and
    /// <see cref="LoadMode.Merge"/> of batches.
    /// </summary>
    public LoadMode? Mode { get; init; }

    /// <summary>
    /// How many parts a table is cut into when it has enough rows; a multiple of the warehouse's slices is best.
    /// </summary>
    public int Slices { get; init; } = 1;

    /// <summary>
    /// The number of different rows from which a table of <see cref="ReadMode.Differences"/> is loaded in several runs,
    /// each committed separately; 5 million by default.
    /// </summary>
    public long ChunkRows { get; init; } = 5_000_000;

    /// <summary>How to handle values that the warehouse would refuse; CSV only.</summary>
    public BadValues BadValues { get; init; }

    /// <summary>
    /// Whether empty binary values are refused, because the warehouse would read them as NULL; false by default.
    /// </summary>
    public bool RefusesEmptyBinary { get; init; }

    /// <summary>The job that the run belongs to; NULL, the default, for none.</summary>
    public string? Job { get; init; }
}
