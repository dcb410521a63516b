namespace Contabyx;

/// <summary>One year of a table of the warehouse that is in the archive, or that was moved.</summary>
public sealed record ContabyxArchive
{
    /// <summary>The table's name as the warehouse spells it.</summary>
    public required string Table { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>Where it is, or how moving it ended.</summary>
    public required ArchiveStatus Status { get; init; }

    /// <summary>The column whose values are in this year.</summary>
    public string Column { get; init; } = "";

    /// <summary>The rows of the year.</summary>
    public long Rows { get; init; }

    /// <summary>The size of its files in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How many files it has.</summary>
    public int Files { get; init; }

    /// <summary>The URI of the folder of its files; empty for none.</summary>
    public string Location { get; init; } = "";

    /// <summary>The external table that shows its files, with its schema; empty in the embedded warehouse.</summary>
    public string ExternalTable { get; init; } = "";

    /// <summary>The view that shows all rows of the table, wherever they are.</summary>
    public string View { get; init; } = "";

    /// <summary>What was proven before the rows were deleted.</summary>
    public LoadProof Proof { get; init; }

    /// <summary>When it was archived; NULL when it is not in the archive.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The warehouse's address.</summary>
    public string? Warehouse { get; init; }

    /// <summary>Why it failed; NULL if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about the error; NULL without one.</summary>
    public string? Advice { get; init; }
}
