namespace Contabyx;

/// <summary>What became of one table of a run.</summary>
public sealed record ContabyxRunTable
{
    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>What became of it: the name of a <see cref="RunStatus"/>.</summary>
    public string Status => State.ToString();

    /// <summary>What happened to existing rows: the name of a <see cref="LoadMode"/>; NULL if unknown.</summary>
    public string? Mode { get; init; }

    /// <summary>Rows that the run says it has; NULL if it does not say, or if the bucket could not be asked.</summary>
    public long? RowsExpected { get; init; }

    /// <summary>Rows committed, as the load history says; NULL if it could not be asked.</summary>
    public long? RowsLoaded { get; init; }

    /// <summary>Bytes of the files; NULL if unknown.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many files the table has in this run; NULL if unknown.</summary>
    public int? Files { get; init; }

    /// <summary>What was proven before the commit: the name of a <see cref="LoadProof"/>; NULL if unknown.</summary>
    public string? Proof { get; init; }

    /// <summary>When it was committed, in UTC, by the warehouse's clock; NULL if it was not, or if unknown.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>
    /// The run that had brought the same rows, or the later run that has its files; NULL for other statuses.
    /// </summary>
    public string? OtherRun { get; init; }

    /// <summary>Why it is not in the warehouse; NULL when it is, or when nothing has failed.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it; NULL without an error, or when no advice was kept.</summary>
    public string? Advice { get; init; }

    internal RunStatus State { get; init; }

    /// <summary>The table and its status, as in <c>Clients: Loaded</c>.</summary>
    public override string ToString() => $"{Printable.Line(Table)}: {Status}";
}
