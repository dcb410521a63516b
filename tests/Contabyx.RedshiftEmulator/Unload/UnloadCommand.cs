namespace Contabyx.RedshiftEmulator;

/// <summary>An UNLOAD to Parquet with its options, at the defaults that <c>r_UNLOAD</c> names.</summary>
internal sealed class UnloadCommand : S3Access
{
    /// <summary>The query as it stands between the outer quotes, unescaped.</summary>
    public required string Query { get; init; }

    public required string To { get; set; }

    public string Format { get; set; } = "TEXT";

    public IReadOnlyList<string> PartitionBy { get; set; } = [];

    /// <summary>PARTITION BY ... INCLUDE: the columns stay in the files.</summary>
    public bool Include { get; set; }

    public bool Manifest { get; set; }

    public bool Verbose { get; set; }

    public bool AllowOverwrite { get; set; }

    public bool CleanPath { get; set; }

    public bool Parallel { get; set; } = true;

    /// <summary>MAXFILESIZE in bytes.</summary>
    public long MaxFileSize { get; set; } = 6200L << 20;

    public string? KmsKey { get; set; }

    /// <summary>The words of the options that were given.</summary>
    public HashSet<string> Given { get; } = new(StringComparer.Ordinal);
}
