namespace Contabyx.Engine.Files;

/// <summary>How and where the rows of a table are written to files.</summary>
/// <remarks>
/// The bytes of every part are a function of the rows and of these options alone: not of the size of the blocks that
/// the rows come in, and not of the number of threads.
/// </remarks>
internal sealed record TableWriterOptions
{
    /// <summary>The folder of the files. It is created if it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// How the files' names begin; NULL, the default, for the table's name as <see cref="FileNames.Stem"/> spells it.
    /// </summary>
    public string? FileNameStem { get; init; }

    /// <summary>How rows are written; CSV by default.</summary>
    public FileFormat Format { get; init; } = FileFormat.Csv;

    /// <summary>
    /// How CSV is compressed; Zstandard by default. Parquet ignores it: its own pages are compressed with Snappy.
    /// </summary>
    public FileCompression Compression { get; init; } = FileCompression.Zstd;

    /// <summary>
    /// How hard the compressor tries: 1 to 22 for Zstandard, 1 to 9 for gzip. 1 by default, the fastest: higher levels
    /// make files some tenths smaller and several times slower to write.
    /// </summary>
    public int CompressionLevel { get; init; } = 1;

    /// <summary>
    /// How many files are written in parallel, 1 or more; 1 by default. A multiple of the warehouse's slices lets every slice
    /// load as much as the others (Amazon Redshift Database Developer Guide, "Loading data from compressed and
    /// uncompressed files").
    /// </summary>
    public int Slices { get; init; } = 1;

    /// <summary>
    /// What stands for NULL in CSV, such as <c>\N</c>, the default: see <see cref="NullMarkers"/>. When a text value
    /// equals it, writing stops with a <see cref="NullMarkerCollisionException"/>.
    /// </summary>
    public string NullMarker { get; init; } = NullMarkers.Default;

    /// <summary>
    /// Bytes of text after which a page of rows goes to the next file, 1 or more; 1 MiB by default. The files take turns
    /// with pages, and pages are held in memory until they are compressed. For Parquet, a page is a row
    /// group, and the bytes are those of its text and binary values.
    /// </summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Pages that a file gets at its turn, 1 or more; 4 by default. With the default pages that is 4 MiB of text,
    /// about 1 MB compressed: the least that is worth a file of its own.
    /// </summary>
    public int PagesPerTurn { get; init; } = 4;

    /// <summary>
    /// Whether values are sent that the target would refuse; false, the default, refuses the first of them. A text that
    /// equals the NULL marker is refused in any case.
    /// </summary>
    public bool SendsBadValues { get; init; }

    /// <summary>The most rows of a Parquet row group, 1 or more; 65,536 by default. CSV ignores it.</summary>
    public int RowGroupRows { get; init; } = 1 << 16;

    /// <summary>
    /// Bytes on disk at which the files are finished and as many new ones begun, 1 or more; 1 GiB by default, the upper
    /// end of what Amazon Redshift loads well. A file may exceed it by what three pages compress to.
    /// </summary>
    public long MaxPartBytes { get; init; } = 1L << 30;

    /// <summary>
    /// The same columns with the limits of an existing table that is narrower than the types of the rows; NULL, the
    /// default, for the limits of the types. Values beyond them are refused.
    /// </summary>
    public TableSchema? Limits { get; init; }

    /// <summary>
    /// Whether empty binary values are refused, because the target would read them as NULL; false by default.
    /// </summary>
    public bool RefusesEmptyBinary { get; init; }
}
