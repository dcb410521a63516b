namespace Contabyx.Engine.Load;

/// <summary>How the load of a table ended inside its transaction.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Rows">Rows that the commit adds.</param>
/// <param name="Proof">What was proven.</param>
/// <param name="FiguresCompared">How many figures the proof compared.</param>
internal sealed record TableOutcome(LoadStatus Status, long Rows, LoadProof Proof, int FiguresCompared)
{
    /// <summary>The run that loaded the same rows, so that the commit adds nothing; NULL if this one loads them.</summary>
    public string? EarlierRun { get; init; }

    /// <summary>When the same run was loaded before, if it is now loaded with force; NULL otherwise.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>How its files were recognised.</summary>
    public FileCheck Files { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>For <see cref="LoadStatus.Failed"/>: why.</summary>
    public ContabyxException? Error { get; init; }

    /// <summary>The rows that were refused, as the warehouse reported them; empty when none were.</summary>
    public IReadOnlyList<ContabyxLoadError> LoadErrors { get; init; } = [];

    /// <summary>
    /// For <see cref="LoadStatus.Failed"/>: whether its files wait where they are, because they are not at fault.
    /// </summary>
    public bool Waits { get; init; }

    /// <summary>Whether something of the table goes to <c>error/</c>.</summary>
    public bool HasErrors => !Waits && Status is LoadStatus.Failed or LoadStatus.LoadedWithErrors;

    /// <summary>A failure.</summary>
    /// <param name="error">Why.</param>
    public static TableOutcome Failed(ContabyxException error) => new(
        LoadStatus.Failed, 0, error is ProofFailedException ? LoadProof.Refuted : LoadProof.None, 0)
    {
        Error = error,
        LoadErrors = (error as WarehouseException)?.LoadErrors ?? [],
    };
}
