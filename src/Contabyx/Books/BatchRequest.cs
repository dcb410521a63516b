namespace Contabyx;

/// <summary>Which days of books are wanted.</summary>
public sealed record BatchRequest
{
    /// <summary>How many days, 1 or more; 1 by default. Not used with <see cref="Until"/>.</summary>
    public int Days { get; init; } = 1;

    /// <summary>
    /// The last day, however many days that is, even none; NULL, the default, for <see cref="Days"/> days.
    /// </summary>
    public DateOnly? Until { get; init; }

    /// <summary>The first of them; NULL, the default, for the day after the last that the source has.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Days in a batch, 1 or more; 365 by default. A batch is one transaction of the source.</summary>
    public int BatchDays { get; init; } = 365;

    /// <summary>The seed; NULL, the default, for that of the books there, or 1 for new ones.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Day 0 of the books; NULL, the default, for that of the books there, or 2015-07-01 for new ones.
    /// </summary>
    public DateOnly? StartDay { get; init; }

    /// <summary>Rounds in a day; NULL, the default, for those of the books there, or 100 for new ones.</summary>
    public int? RoundsPerDay { get; init; }

    /// <summary>Threads that fill rows; 1 or more. The rows do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Whether to wait while another process writes a batch to the same source; false, the default, fails after at most 15 s.
    /// </summary>
    public bool Wait { get; init; }

    /// <summary>Whether books may be begun in a database that has other tables; false by default.</summary>
    public bool AmongOtherTables { get; init; }

    /// <summary>
    /// Whether new books may be begun if there are none; true by default. Otherwise existing books are only continued.
    /// </summary>
    public bool MayBegin { get; init; } = true;
}
