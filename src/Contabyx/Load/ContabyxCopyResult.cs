namespace Contabyx;

/// <summary>How the load of one table of one run ended. Made by <c>Invoke-ContabyxCopy</c>.</summary>
public sealed record ContabyxCopyResult
{
    public required string Run { get; init; }

    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The address of the source that the rows came from; NULL for a loose file.</summary>
    public string? Source { get; init; }

    /// <summary>The warehouse's address.</summary>
    public string? Warehouse { get; init; }

    /// <summary>How it ended.</summary>
    public required LoadStatus Status { get; init; }

    /// <summary>What happened to existing rows.</summary>
    public required LoadMode Mode { get; init; }

    /// <summary>Rows that the run says it has; NULL if it does not say.</summary>
    public required long? RowsExpected { get; init; }

    /// <summary>
    /// Rows committed now; 0 unless <see cref="Status"/> is <see cref="LoadStatus.Loaded"/> or
    /// <see cref="LoadStatus.LoadedWithErrors"/>.
    /// </summary>
    public required long RowsLoaded { get; init; }

    /// <summary>
    /// Bad rows that were left out; 0 unless <see cref="Status"/> is <see cref="LoadStatus.LoadedWithErrors"/>.
    /// </summary>
    public long RowsLeftOut { get; init; }

    /// <summary>Bytes of the files.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many files the table has in this run.</summary>
    public required int Files { get; init; }

    /// <summary>What was proven before the commit.</summary>
    public required LoadProof Proof { get; init; }

    /// <summary>
    /// How the files were recognised before the warehouse read them: the weakest check of all files of the table.
    /// </summary>
    public FileCheck FileCheck { get; init; }

    /// <summary>How many figures the proof compared.</summary>
    public required int FiguresCompared { get; init; }

    /// <summary>
    /// How often its transaction was tried: more than once if others were in the way, or if a connection was lost.
    /// </summary>
    public int Attempts { get; init; } = 1;

    /// <summary>
    /// Whether a failed table still waits where it was, because it is not at fault: the warehouse, the bucket or this
    /// machine could not be used. The next run loads it.
    /// </summary>
    public bool Waits { get; init; }

    /// <summary>Where the files are now.</summary>
    public required string MovedTo { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Every bad row that was found, up to 1,000, or the single reason for the failure; empty without a failure.
    /// </summary>
    public IReadOnlyList<ContabyxLoadError> LoadErrors { get; init => field = new ReadableList<ContabyxLoadError>(value); }
        = new ReadableList<ContabyxLoadError>([]);

    /// <summary>Why it failed; NULL when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it; NULL when it did not fail.</summary>
    public string? Advice { get; init; }

    // Not public: a saved or printed result contains text, not a call stack.
    internal ContabyxException? Failure { get; init; }

    /// <summary>The table and its status, as in <c>Clients: Loaded</c>.</summary>
    public override string ToString() => $"{Printable.Line(Table)}: {Status}";
}
