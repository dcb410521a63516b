using Contabyx.Engine.Files.Proof;

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

    /// <summary>How many bad rows may be left out; 0 for none, as always without <see cref="Rows"/>.</summary>
    public int MaxErrors { get; init; }

    /// <summary>How many rows the files have; NULL when unknown.</summary>
    public long? Rows { get; init; }

    /// <summary>What the run knows about the rest of the table; NULL if it brings all rows or records nothing.</summary>
    public TableSync? Sync { get; init; }

    /// <summary>The years that were left out of the export, because they were archived then.</summary>
    public IReadOnlyList<int> YearsLeftOut { get; init; } = [];

    /// <summary>For <see cref="LoadMode.Differences"/>: the parts of the table that are replaced; else NULL.</summary>
    public LoadedBuckets? Buckets { get; init; }

    /// <summary>Whether nothing differed when the table was read, so that the load only has to prove this.</summary>
    public bool IsUnchanged => Mode == LoadMode.Differences && Files == 0;

    /// <summary>The table as the warehouse needs it: with the column that marks deleted rows.</summary>
    public TableSchema Prepared => Sync?.DeletedAtColumn is { } column
        ? Table with { Columns = [.. Table.Columns, new ColumnSchema(column, ColumnType.Of(ColumnKind.Timestamp), Nullable: true)] }
        : Table;

    /// <summary>The size of the files in bytes.</summary>
    public required long Bytes { get; init; }
}
