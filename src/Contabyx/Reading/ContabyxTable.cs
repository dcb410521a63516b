namespace Contabyx;

/// <summary>A table or view of the source: what it holds, how it can be read, and what the warehouse has of it.</summary>
public sealed record ContabyxTable
{
    /// <summary>Its name.</summary>
    public required string Table { get; init; }

    /// <summary>Whether it is a table or a view.</summary>
    public SourceTableKind Kind { get; init; }

    /// <summary>Its number of rows; NULL if it is unknown without counting.</summary>
    public long? Rows { get; init; }

    /// <summary>Whether <see cref="Rows"/> was counted; otherwise it is the server's estimate.</summary>
    public bool RowsAreExact { get; init; }

    /// <summary>Its size in the source in bytes, as the server estimates it; NULL if it does not.</summary>
    public long? Bytes { get; init; }

    /// <summary>The columns of its key; empty for none.</summary>
    public IReadOnlyList<string> Key { get; init => field = new ReadableList<string>(value); } = new ReadableList<string>([]);

    /// <summary>How many columns it has.</summary>
    public int ColumnCount { get; init; }

    /// <summary>The columns that may serve as a watermark, the best first.</summary>
    public IReadOnlyList<WatermarkCandidate> Watermarks { get; init => field = new ReadableList<WatermarkCandidate>(value); }
        = new ReadableList<WatermarkCandidate>([]);

    /// <summary>The columns that look like personal data.</summary>
    public IReadOnlyList<PersonalColumn> PersonalData { get; init => field = new ReadableList<PersonalColumn>(value); }
        = new ReadableList<PersonalColumn>([]);

    /// <summary>How it could be read every night.</summary>
    public ReadMode SuggestedMode { get; init; }

    /// <summary>Why, in words.</summary>
    public string SuggestedBecause { get; init; } = "";

    /// <summary>What the warehouse has of it.</summary>
    public TableState State { get; init; }

    /// <summary>When it was last loaded, in UTC; NULL if never, or if the warehouse could not be asked.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>The rows of its last load.</summary>
    public long? LoadedRows { get; init; }

    /// <summary>How its last load was made.</summary>
    public LoadMode? LoadedBy { get; init; }

    /// <summary>The run of its last load.</summary>
    public string? Run { get; init; }

    /// <summary>The source's address.</summary>
    public required string Source { get; init; }

    /// <summary>The warehouse's address.</summary>
    public required string Warehouse { get; init; }
}
