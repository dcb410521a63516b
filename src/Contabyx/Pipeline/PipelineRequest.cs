namespace Contabyx;

/// <summary>What a pipeline is to do.</summary>
public sealed record PipelineRequest
{
    /// <summary>How many new days of books, 1 or more; NULL where <see cref="Until"/> or <see cref="Tables"/> says it.</summary>
    public int? Days { get; init; }

    /// <summary>The last day that the books are to have; NULL where <see cref="Days"/> or <see cref="Tables"/> says it.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether books may be begun where there are none; true by default. Otherwise they are only gone on with.</summary>
    public bool MayBegin { get; init; } = true;

    /// <summary>The tables to move instead of books, and what of each; empty for books.</summary>
    public SelectionRequest Tables { get; init; } = new();

    /// <summary>Days in a batch, 1 or more; 365 by default.</summary>
    public int BatchDays { get; init; } = 365;

    /// <summary>
    /// Whether batches become one run, whose tables are committed together or not at all; false by default.
    /// </summary>
    public bool AllOrNothing { get; init; }

    /// <summary>How files are written. Without slices, as many parts as the warehouse reads side by side.</summary>
    public ExportOptions Export { get; init; } = new() { Slices = 0 };

    /// <summary>How many bad rows of a table may be left out; 0 by default.</summary>
    public int MaxErrors { get; init; }

    /// <summary>Threads that make rows, and tables that are loaded side by side; 1 by default.</summary>
    public int ThrottleLimit { get; init; } = 1;
}
