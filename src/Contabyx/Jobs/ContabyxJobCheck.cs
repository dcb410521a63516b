namespace Contabyx;

/// <summary>One check of a job. Made by <c>Test-ContabyxJob</c>.</summary>
public sealed record ContabyxJobCheck
{
    /// <summary>The job's name; the file's name where the file cannot be read.</summary>
    public required string Job { get; init; }

    /// <summary>The source's address; NULL for the file itself.</summary>
    public string? Source { get; init; }

    /// <summary>The warehouse's address; NULL for the file itself.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The table, as the warehouse names it; NULL for checks that concern all tables.</summary>
    public string? Table { get; init; }

    /// <summary>What was checked, such as <c>Reading</c>.</summary>
    public required string Check { get; init; }

    /// <summary>How it ended.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it; NULL when there is nothing to do.</summary>
    public string? Advice { get; init; }

    /// <summary>The line of the file that it is about; NULL for none.</summary>
    public int? Line { get; init; }
}
