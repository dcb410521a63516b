using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Reports;

/// <summary>How the loads went: what the warehouse's history and this machine's log say.</summary>
/// <param name="CreatedAt">When this was read.</param>
/// <param name="Runs">The latest runs, the newest first.</param>
/// <param name="Days">The last days, from <see cref="FewestDays"/> to <see cref="MostDays"/>; the oldest first.</param>
/// <param name="MissingDays">Those days since the first load and before today on which nothing was loaded.</param>
/// <param name="Tables">Every table that was ever loaded, the one that was loaded longest ago first.</param>
/// <param name="Failures">The latest failures, the newest first.</param>
/// <param name="Loads">Loads of a table that were committed.</param>
/// <param name="Proven">Those of them that were proven.</param>
/// <param name="Rows">Rows committed by them.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Failed">Tables that were not loaded and whole runs that were refused, according to the log.</param>
/// <param name="Repairs">What the loads by differences found.</param>
/// <param name="RowsPerSecond">Rows per second of loading, according to the log; NULL when it says nothing.</param>
internal sealed record LoadHealth(
    DateTimeOffset CreatedAt,
    IReadOnlyList<RunHealth> Runs,
    IReadOnlyList<DayHealth> Days,
    IReadOnlyList<DateOnly> MissingDays,
    IReadOnlyList<TableHealth> Tables,
    IReadOnlyList<ContabyxLogEntry> Failures,
    int Loads,
    int Proven,
    long Rows,
    long Bytes,
    int Failed,
    RepairHealth Repairs,
    double? RowsPerSecond)
{
    /// <summary>How many days are shown if the first load was long ago.</summary>
    public const int MostDays = 90;

    /// <summary>How many days are shown at least.</summary>
    public const int FewestDays = 14;

    private const int MostRuns = 20;
    private const int MostFailures = 20;

    /// <summary>Adds up.</summary>
    public static LoadHealth Of(
        IReadOnlyCollection<LoadRecord> history, IReadOnlyCollection<ContabyxLogEntry> log, DateTimeOffset now)
    {
        // An error of a run is a table that was not loaded, or a whole run that was refused; an error of no run is a server that
        // was away, for example.
        var errors = log.Where(entry => entry.Level == LogLevel.Error).ToList();
        var failed = errors.Where(entry => entry.Run is not null && !entry.Facts.ContainsKey(LoadLog.BucketFact)).ToList();
        var days = DaysOf(history, failed, now);
        var first = history.Count == 0 ? DateOnly.MaxValue : DayOf(history.Min(load => load.LoadedAt));
        return new LoadHealth(
            now,
            RunsOf(history, failed),
            days,
            [.. days.Where(day => day.Loaded == 0 && day.Day > first && day.Day < DayOf(now)).Select(day => day.Day)],
            TablesOf(history, failed),
            [.. errors.OrderByDescending(entry => entry.Time).Take(MostFailures)],
            history.Count,
            history.Count(load => load.Proof == LoadProof.Proven),
            history.Sum(load => load.Rows),
            history.Sum(load => load.Bytes),
            failed.Count,
            RepairHealth.Of(history),
            RateOf(log));
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static double? RateOf(IEnumerable<ContabyxLogEntry> log)
    {
        var (rows, milliseconds) = (0L, 0L);
        foreach (var entry in log.Where(entry => entry.Table is not null && entry.Level != LogLevel.Error))
        {
            if (entry.Facts.GetValueOrDefault("rows") is long loaded and > 0
                && entry.Facts.GetValueOrDefault("milliseconds") is long time)
                (rows, milliseconds) = (rows + loaded, milliseconds + time);
        }

        return milliseconds > 0 ? rows * 1000.0 / milliseconds : null;
    }

    private static IReadOnlyList<DayHealth> DaysOf(
        IReadOnlyCollection<LoadRecord> history, IReadOnlyCollection<ContabyxLogEntry> failed, DateTimeOffset now)
    {
        var loads = history.ToLookup(load => DayOf(load.LoadedAt));
        var failures = failed.ToLookup(entry => DayOf(entry.Time));
        var today = DayOf(now);
        var first = loads.Select(day => day.Key).Concat(failures.Select(day => day.Key)).DefaultIfEmpty(today).Min();
        var count = Math.Clamp(today.DayNumber - first.DayNumber + 1, FewestDays, MostDays);
        return [.. Enumerable.Range(today.DayNumber - count + 1, count).Select(DateOnly.FromDayNumber).Select(day =>
            new DayHealth(day, loads[day].Count(), failures[day].Count(), loads[day].Sum(load => load.Rows)))];
    }

    private static IReadOnlyList<RunHealth> RunsOf(
        IReadOnlyCollection<LoadRecord> history, IReadOnlyCollection<ContabyxLogEntry> failed)
    {
        var loads = history.ToLookup(load => load.Run, StringComparer.Ordinal);
        var failures = failed.ToLookup(entry => entry.Run!, StringComparer.Ordinal);
        return [.. loads.Select(run => run.Key).Union(failures.Select(run => run.Key), StringComparer.Ordinal)
            .OrderByDescending(run => loads[run].Select(load => load.LoadedAt).Concat(failures[run].Select(entry => entry.Time)).Max())
            .ThenByDescending(run => run, StringComparer.Ordinal).Take(MostRuns).Select(run => new RunHealth(
                run, loads[run].Max(load => (DateTimeOffset?)load.LoadedAt), loads[run].Count(), failures[run].Count(),
                loads[run].Sum(load => load.Rows), loads[run].Sum(load => load.Bytes),
                loads[run].Count(load => load.Proof == LoadProof.Proven)))];
    }

    private static IReadOnlyList<TableHealth> TablesOf(
        IReadOnlyCollection<LoadRecord> history, IReadOnlyCollection<ContabyxLogEntry> failed)
    {
        var newest = history.Select(load => load.LoadedAt).DefaultIfEmpty().Max();
        return [.. history.GroupBy(load => load.Table, StringComparer.OrdinalIgnoreCase).Select(table =>
        {
            var last = table.MaxBy(load => load.LoadedAt)!;
            return new TableHealth(
                table.Key, last, table.Count(), table.Sum(load => load.Rows),
                DayOf(newest).DayNumber - DayOf(last.LoadedAt).DayNumber,
                failed.Count(entry => entry.Time > last.LoadedAt
                    && table.Key.Equals(entry.Table, StringComparison.OrdinalIgnoreCase)));
        }).OrderBy(table => table.Last.LoadedAt).ThenBy(table => table.Table, StringComparer.OrdinalIgnoreCase)];
    }
}

/// <summary>How a run went.</summary>
/// <param name="LoadedAt">When its last table was committed; NULL when none was.</param>
/// <param name="Loaded">Tables committed.</param>
/// <param name="Failed">Tables that failed, according to the log.</param>
/// <param name="Rows">Rows committed.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Proven">Tables that were proven.</param>
internal sealed record RunHealth(string Run, DateTimeOffset? LoadedAt, int Loaded, int Failed, long Rows, long Bytes, int Proven);

/// <summary>How a day went, in UTC.</summary>
/// <param name="Loaded">Loads of a table that were committed.</param>
/// <param name="Failed">Loads of a table that failed, according to the log.</param>
/// <param name="Rows">Rows committed.</param>
internal sealed record DayHealth(DateOnly Day, int Loaded, int Failed, long Rows);

/// <summary>How fresh a table is.</summary>
/// <param name="Last">Its last load.</param>
/// <param name="Loads">How often it was loaded.</param>
/// <param name="Rows">Rows that all its loads brought.</param>
/// <param name="DaysBehind">How many days its last load is older than the last load of any table.</param>
/// <param name="FailedSince">How often it has failed since its last load, according to the log.</param>
internal sealed record TableHealth(string Table, LoadRecord Last, int Loads, long Rows, int DaysBehind, int FailedSince);

/// <summary>What the loads by differences found.</summary>
/// <param name="Checks">How often a table was compared with its source.</param>
/// <param name="Different">How often something differed and rows were sent again.</param>
/// <param name="Rows">How many rows were sent.</param>
internal sealed record RepairHealth(int Checks, int Different, long Rows)
{
    public static RepairHealth Of(IEnumerable<LoadRecord> history)
    {
        var loads = history.Where(load => load.Mode == LoadMode.Differences).ToList();
        return new RepairHealth(loads.Count, loads.Count(load => load.Files > 0), loads.Sum(load => load.Rows));
    }
}
