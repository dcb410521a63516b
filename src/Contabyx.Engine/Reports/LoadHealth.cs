namespace Contabyx.Engine.Reports;

/// <summary>How the loads went: what the warehouse's history and this machine's log say.</summary>
/// <param name="Runs">The latest runs, the newest first.</param>
/// <param name="Tables">Loads of a table that were committed.</param>
/// <param name="Proven">Those of them whose control totals were all equal.</param>
/// <param name="Rows">Rows committed by them.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Failures">Loads of a table that failed, according to the log.</param>
/// <param name="RowsPerSecond">Rows per second of loading, according to the log; NULL when it says nothing.</param>
internal sealed record LoadHealth(
    IReadOnlyList<RunHealth> Runs, int Tables, int Proven, long Rows, long Bytes, int Failures, double? RowsPerSecond)
{
    private const int MostRuns = 20;

    /// <summary>Adds up.</summary>
    public static LoadHealth Of(IReadOnlyCollection<LoadRecord> history, IEnumerable<ContabyxLogEntry> log)
    {
        var failures = new Dictionary<string, int>(StringComparer.Ordinal);
        var (failed, rows, milliseconds) = (0, 0L, 0L);
        foreach (var entry in log.Where(entry => entry is { Table: not null, Run: not null } && entry.Facts.ContainsKey("rows")))
        {
            if (entry.Level == LogLevel.Error)
            {
                failed++;
                failures[entry.Run!] = failures.GetValueOrDefault(entry.Run!) + 1;
            }
            else if (entry.Facts["rows"] is long loaded and > 0 && entry.Facts.GetValueOrDefault("milliseconds") is long time)
            {
                rows += loaded;
                milliseconds += time;
            }
        }

        var runs = history.GroupBy(load => load.Run, StringComparer.Ordinal)
            .Select(run => new RunHealth(
                run.Key, run.Max(load => load.LoadedAt), run.Count(), failures.GetValueOrDefault(run.Key), run.Sum(load => load.Rows),
                run.Sum(load => load.Bytes), run.Count(load => load.Proof == LoadProof.Proven)))
            .Concat(failures.Where(run => history.All(load => load.Run != run.Key))
                .Select(run => new RunHealth(run.Key, null, 0, run.Value, 0, 0, 0)))
            .OrderByDescending(run => run.Run, StringComparer.Ordinal).Take(MostRuns);
        return new LoadHealth(
            [.. runs], history.Count, history.Count(load => load.Proof == LoadProof.Proven), history.Sum(load => load.Rows),
            history.Sum(load => load.Bytes), failed, milliseconds > 0 ? rows * 1000.0 / milliseconds : null);
    }
}

/// <summary>How a run went.</summary>
/// <param name="LoadedAt">When its last table was committed; NULL when none was.</param>
/// <param name="Loaded">Tables committed.</param>
/// <param name="Failed">Tables that failed, according to the log.</param>
/// <param name="Rows">Rows committed.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Proven">Tables whose control totals were all equal.</param>
internal sealed record RunHealth(string Run, DateTimeOffset? LoadedAt, int Loaded, int Failed, long Rows, long Bytes, int Proven);
