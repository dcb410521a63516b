namespace Contabyx.Engine.Warehouses;

/// <summary>One COPY as a value: all that a warehouse needs to stage the files of one table.</summary>
internal sealed record TableLoad
{
    public required string Run { get; init; }

    /// <summary>The table, its columns in the files' order.</summary>
    public required TableSchema Table { get; init; }

    /// <summary>What happens to existing rows.</summary>
    public required LoadMode Mode { get; init; }

    /// <summary>The URI of the manifest that lists the files.</summary>
    public required string ManifestUri { get; init; }

    /// <summary>The URIs of the files that the manifest lists, in order.</summary>
    public required IReadOnlyList<string> FileUris { get; init; }

    /// <summary>How rows are written.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>How the files are compressed.</summary>
    public required FileCompression Compression { get; init; }

    /// <summary>What stands for NULL.</summary>
    public required string NullMarker { get; init; }

    /// <summary>Lines at the start of each file that hold no row.</summary>
    public int HeaderLines { get; init; }

    /// <summary>
    /// SHA-256 over the hashes of the files in their order: equal for equal content, in any run.
    /// </summary>
    public required string ContentHash { get; init; }

    /// <summary>How many files there are.</summary>
    public int Files => FileUris.Count;

    /// <summary>How many bad rows may be left out; 0 for none.</summary>
    public int MaxErrors { get; init; }

    /// <summary>The size of the files in bytes.</summary>
    public required long Bytes { get; init; }
}
