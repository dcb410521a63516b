using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>How a whole pipeline went, in one object. Made by <c>Invoke-ContabyxPipeline</c>.</summary>
public sealed record ContabyxPipelineResult
{
    /// <summary>How it ended.</summary>
    public required PipelineStatus Status { get; init; }

    /// <summary>The exit code for a scheduler: see <see cref="PipelineExitCode"/>.</summary>
    public int ExitCode => PipelineExitCode.Of(
        Status, FailedAt, Failure is null or LoadFailedException ? TablesFailed : 0, LogError is null);

    /// <summary>The step that failed; <see cref="PipelineStep.None"/> when none did.</summary>
    public PipelineStep FailedAt { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The source's address.</summary>
    public required string Source { get; init; }

    /// <summary>The bucket's address.</summary>
    public required string Bucket { get; init; }

    /// <summary>The warehouse's address.</summary>
    public required string Warehouse { get; init; }

    /// <summary>The first day of books that was written; NULL when none was.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day of books that was written; NULL when none was.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Rows written to the source.</summary>
    public long RowsWritten { get; init; }

    /// <summary>Rows exported to files.</summary>
    public long RowsExported { get; init; }

    /// <summary>Files sent to the bucket.</summary>
    public int FilesSent { get; init; }

    /// <summary>Bytes of these files.</summary>
    public long BytesSent { get; init; }

    /// <summary>Rows committed in the warehouse.</summary>
    public long RowsLoaded => Tables.Sum(table => table.RowsLoaded);

    /// <summary>Bad rows that were left out.</summary>
    public long RowsLeftOut => Tables.Sum(table => table.RowsLeftOut);

    /// <summary>Loads of a table that succeeded, now or earlier.</summary>
    public int TablesLoaded => Tables.Count(table => table.Status != LoadStatus.Failed);

    /// <summary>Those tables whose rows an earlier run had loaded.</summary>
    public int TablesAlreadyLoaded => Tables.Count(table => table.Status == LoadStatus.AlreadyLoaded);

    /// <summary>Those tables where nothing differed.</summary>
    public int TablesUnchanged => Tables.Count(table => table.Status == LoadStatus.Unchanged);

    /// <summary>Loads of a table that failed.</summary>
    public int TablesFailed => Tables.Count(table => table.Status == LoadStatus.Failed);

    /// <summary>The runs that were loaded, in order.</summary>
    public IReadOnlyList<string> Runs => new ReadableList<string>(Tables.Select(table => table.Run).Distinct());

    /// <summary>The log's path on this machine.</summary>
    public required string LogPath { get; init; }

    /// <summary>Why the log is incomplete or not in the bucket; NULL when it is complete. It stops nothing.</summary>
    public string? LogError { get; init; }

    /// <summary>
    /// What was not done after the rows were committed, such as a grant of a job file, each with the statement to run.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init => field = new ReadableList<string>(value); } = new ReadableList<string>([]);

    /// <summary>Why it failed; NULL when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it; NULL when it did not fail.</summary>
    public string? Advice { get; init; }

    /// <summary>How the load of each table of each run ended.</summary>
    public IReadOnlyList<ContabyxCopyResult> Tables { get; init => field = new ReadableList<ContabyxCopyResult>(value); }
        = new ReadableList<ContabyxCopyResult>([]);

    /// <summary>The failure itself; NULL when there was none.</summary>
    [JsonIgnore]
    public Exception? Failure { get; init; }
}
