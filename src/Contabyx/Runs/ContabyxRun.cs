using System.Globalization;

namespace Contabyx;

/// <summary>
/// What became of one run, put together from the bucket, the load history of the warehouse and the log of this machine. Made
/// by <c>Get-ContabyxRun</c>.
/// </summary>
public sealed record ContabyxRun
{
    /// <summary>Its name; NULL for a failure of a pipeline that belongs to no run, of which only the log knows.</summary>
    public required string? Run { get; init; }

    /// <summary>The job that it belongs to; NULL for none, and if the bucket could not be asked.</summary>
    public string? Job { get; init; }

    /// <summary>The source's address; NULL if unknown.</summary>
    public string? Source { get; init; }

    /// <summary>The bucket's address.</summary>
    public required string Bucket { get; init; }

    /// <summary>The warehouse's address.</summary>
    public required string Warehouse { get; init; }

    /// <summary>
    /// When its export began, in UTC; NULL if unknown. A run that was created to load another one again keeps its time.
    /// </summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its last table was committed or failed, in UTC; NULL if unknown, and while tables wait.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// From the start to the end; NULL if one of them is unknown, and if clocks differ so much that it would be negative.
    /// </summary>
    public TimeSpan? Elapsed => EndedAt - StartedAt is { } time && time >= TimeSpan.Zero ? time : null;

    /// <summary>What became of it: the name of a <see cref="RunStatus"/>.</summary>
    public string Status => State.ToString();

    /// <summary>Whether no later run of this connection is known.</summary>
    public bool IsLast { get; init; }

    /// <summary>Its tables.</summary>
    public IReadOnlyList<ContabyxRunTable> Tables { get; init => field = new ReadableList<ContabyxRunTable>(value); }
        = new ReadableList<ContabyxRunTable>([]);

    /// <summary>
    /// Tables whose rows are in the warehouse, from this run or an earlier one. What became of a table that was moved to a later
    /// run is told by that one.
    /// </summary>
    public int TablesLoaded => Tables.Count(table => table.State is <= RunStatus.LoadedWithErrors and not RunStatus.Redriven);

    /// <summary>Tables that failed or are missing in the warehouse.</summary>
    public int TablesFailed => Tables.Count(table => table.State >= RunStatus.Missing);

    /// <summary>Rows that its files have; NULL if unknown of any table.</summary>
    public long? RowsExpected => Sum(Tables.Select(table => table.RowsExpected));

    /// <summary>Rows committed; NULL if unknown of any table.</summary>
    public long? RowsLoaded => Sum(Tables.Select(table => table.RowsLoaded));

    /// <summary>Bytes of its files; NULL if unknown of any table.</summary>
    public long? Bytes => Sum(Tables.Select(table => table.Bytes));

    /// <summary>The weakest proof of its tables: the name of a <see cref="LoadProof"/>; NULL if unknown of any table.</summary>
    public string? Proof => Tables.Count == 0 || Tables.Any(table => table.Proof is null)
        ? null
        : Tables.Select(table => Enum.Parse<LoadProof>(table.Proof!)).OrderBy(Strength).First().ToString();

    /// <summary>The first failure, with its table; NULL when nothing has failed.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it; NULL without an error, or when no advice was kept.</summary>
    public string? Advice { get; init; }

    /// <summary>
    /// Where the bucket has objects of it: <c>data/</c>, <c>processed/</c>, <c>error/</c>; empty if nowhere; NULL if it could
    /// not be asked.
    /// </summary>
    public IReadOnlyList<string>? Places { get; init => field = value is null ? null : new ReadableList<string>(value); }

    /// <summary>Whether the load history has it; NULL if it could not be asked.</summary>
    public bool? InHistory { get; init; }

    /// <summary>Why the bucket could not be asked about it; NULL when it was.</summary>
    public string? BucketError { get; init; }

    /// <summary>Why the warehouse could not be asked about it; NULL when it was.</summary>
    public string? WarehouseError { get; init; }

    /// <summary>What became of it, in one line, such as <c>20 tables, 1,234 rows, all proven</c>.</summary>
    public string Outcome => string.Join("; ", Parts());

    internal RunStatus State { get; init; }

    private static long? Sum(IEnumerable<long?> figures) => figures.Aggregate((long?)0, (sum, figure) => sum + figure);

    private static int Strength(LoadProof proof) => proof switch
    {
        LoadProof.Refuted => 0,
        LoadProof.None => 1,
        LoadProof.RowCount => 2,
        _ => 3,
    };

    private IEnumerable<string> Parts()
    {
        if (Run is null)
            yield return $"failed before a run began: {Error}";
        else if (TablesFailed > 0)
            yield return Shared(TablesFailed, "failed") + (Error is null ? "" : $": {Error}");
        else if (State == RunStatus.Failed)
            yield return Error ?? "failed";
        if (Count(RunStatus.Waiting) is > 0 and var waiting)
            yield return Shared(waiting, "not loaded yet") + (TablesFailed == 0 && Error is not null ? $": {Error}" : "");
        if (State == RunStatus.Incomplete)
            yield return "its upload is not complete";
        if (Count(RunStatus.LoadedWithErrors) is > 0 and var partly)
            yield return Shared(partly, "loaded, with bad rows left out") + (TablesFailed == 0 && Error is not null ? $": {Error}" : "");
        if (State is RunStatus.Loaded or RunStatus.AlreadyLoaded or RunStatus.Unchanged or RunStatus.Redriven)
            yield return string.Join(", ", Figures());
        if (BucketError is not null)
            yield return $"the bucket could not be asked: {BucketError}";
        if (WarehouseError is not null)
            yield return $"the warehouse could not be asked: {WarehouseError}";
    }

    private IEnumerable<string> Figures()
    {
        yield return Counted(Tables.Count, "table");
        if (RowsLoaded is { } rows)
            yield return Counted(rows, "row");
        if (Count(RunStatus.Unchanged) is > 0 and var unchanged)
            yield return string.Create(CultureInfo.InvariantCulture, $"{unchanged:N0} unchanged");
        if (Count(RunStatus.AlreadyLoaded) is > 0 and var known)
            yield return string.Create(CultureInfo.InvariantCulture, $"{known:N0} already loaded") + Then(known);
        foreach (var moved in Tables.Where(table => table.State == RunStatus.Redriven).GroupBy(table => table.OtherRun))
            yield return string.Create(CultureInfo.InvariantCulture, $"{moved.Count():N0} moved to {moved.Key}");

        var own = Tables.Where(table => table.State is not (RunStatus.AlreadyLoaded or RunStatus.Redriven)).ToList();
        var proven = own.Count(IsProven);
        if (own.Count == 0)
            yield break;
        if (proven == own.Count)
            yield return own.Count == Tables.Count ? "all proven" : "the others proven";
        else if (WarehouseError is null)
            yield return string.Create(CultureInfo.InvariantCulture, $"{proven:N0} of {own.Count:N0} proven");
    }

    // Rows may have changed since another run loaded and proved them.
    private string Then(int known) => Tables.Count(table => table.State == RunStatus.AlreadyLoaded && IsProven(table)) is var proven
        && proven == known ? " and proven then" : string.Create(CultureInfo.InvariantCulture, $" ({proven:N0} proven then)");

    private static bool IsProven(ContabyxRunTable table) => table.Proof == nameof(LoadProof.Proven);

    private int Count(RunStatus status) => Tables.Count(table => table.State == status);

    private string Shared(int some, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{some:N0} of {Counted(Tables.Count, "table")} {what}");

    private static string Counted(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");
}
