using System.Globalization;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Notifications;

/// <summary>Writes what is told about a job.</summary>
public static class NotificationText
{
    /// <summary>The most times of missed runs that are looked for.</summary>
    public const int MostMissed = 100;

    // Slack shows 3,000 characters of a text; the title and all facts have to fit.
    private const int LongestValue = 900;
    private const int MostTables = 10;

    /// <summary>A run that failed, or left out bad rows.</summary>
    public static Notification OfFailure(string job, ContabyxPipelineResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var title = result.Status == PipelineStatus.LoadedWithErrors
            ? $"{job} left out {Count(result.RowsLeftOut, "bad row")}" : $"{job} failed";
        var (waiting, failed) = Divide(result);
        return new Notification(NotificationEvent.Failure, job, Line(title), FactsOf(
        [
            ("Error", result.Error),
            ("What to do", result.Advice),
            ("Failed tables", Names(failed)),
            ("Waiting tables", Names(waiting)),
            ("Next", Next(result, waiting, failed)),
            .. About(result),
        ]))
        {
            Result = result,
        };
    }

    /// <summary>A run that succeeded after one that did not.</summary>
    /// <param name="failedAt">When that one ended.</param>
    public static Notification OfRecovery(string job, ContabyxPipelineResult result, DateTimeOffset failedAt)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new Notification(NotificationEvent.Recovery, job, Line($"{job} works again"), FactsOf(
            [("Last failure", Moment(failedAt)), .. About(result)]))
        {
            Result = result,
        };
    }

    /// <summary>How a run ended, whichever way, as lines of text.</summary>
    internal static string OfEnd(string job, ContabyxPipelineResult result) => result.Status switch
    {
        PipelineStatus.Failed or PipelineStatus.LoadedWithErrors => Lines(OfFailure(job, result)),
        PipelineStatus.Busy => Lines(Line($"{job} did not begin"), FactsOf([("Error", result.Error), ("What to do", result.Advice)])),
        _ => Lines(
            Line($"{job} succeeded{(result.Warnings.Count > 0 || result.LogError is not null ? ", with warnings" : "")}"),
            FactsOf(
            [
                .. result.Warnings.Append(result.LogError).Take(MostTables).Select(warning => ("Warning", warning)), .. About(result),
            ])),
    };

    /// <summary>Runs that were due and did not end.</summary>
    /// <param name="missed">Their times, the first one first; at least one.</param>
    /// <param name="last">When the last run ended, and how; NULL if none is known.</param>
    public static Notification OfSilence(string job, IReadOnlyList<DateTimeOffset> missed, PipelineEnd? last)
    {
        ArgumentNullException.ThrowIfNull(missed);
        var count = missed.Count > MostMissed ? $"more than {MostMissed}" : $"{missed.Count}";
        var title = last is null ? $"No run of {job} is known" : missed.Count == 1
            ? $"{job}: no run has ended since {Local(missed[0])}, when one was due"
            : $"{job}: no run has ended since {Local(missed[0])}, though {count} were due";
        return new Notification(NotificationEvent.Silence, job, Line(title), FactsOf(
            ("Due", string.Join(", ", missed.Take(MostTables).Select(Local)) + More(missed.Count)),
            ("Last run", last is null ? "none is known" : $"{Moment(last.EndedAt)}, {last.Status}"),
            ("What to do", "Get-ContabyxTask shows whether the task is there, enabled, and when it ran. Start-ContabyxTask runs it now."),
            ("Machine", Environment.MachineName)))
        {
            Missed = missed,
        };
    }

    /// <summary>A job that could not begin.</summary>
    public static Notification OfRefusal(string job, ContabyxException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new Notification(NotificationEvent.Failure, job, Line($"{job} could not begin"), FactsOf(
            ("Error", failure.Message), ("What to do", failure.Advice), ("When", Moment(DateTimeOffset.UtcNow)),
            ("Machine", Environment.MachineName)));
    }

    /// <summary>A message that only shows that messages arrive.</summary>
    public static Notification OfTest(string job, NotificationEvent kind) => new(kind, job, Line($"{job}: this is a test"), FactsOf(
        ("Meaning", $"Notifications of {job} arrive here. Nothing happened."), ("When", Moment(DateTimeOffset.UtcNow)),
        ("Machine", Environment.MachineName)));

    /// <summary>All of a notification as lines of text.</summary>
    public static string Lines(Notification notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        return Lines(notification.Title, notification.Facts);
    }

    /// <summary>The text, or as much of it as fits, with three dots. No character is cut in two.</summary>
    /// <param name="most">The most UTF-16 units, the dots among them.</param>
    internal static string Short(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = most - 3;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "...";
    }

    /// <summary>A moment in UTC, to the second.</summary>
    internal static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static (string, string?)[] About(ContabyxPipelineResult result) =>
    [
        ("Loaded", $"{Count(result.TablesLoaded, "table")}, {Count(result.RowsLoaded, "row")}"),
        ("Left out", result.RowsLeftOut == 0 ? null : Count(result.RowsLeftOut, "bad row")),
        ("When", string.Create(
            CultureInfo.InvariantCulture,
            $"{Moment(result.StartedAt)}, for {result.Elapsed.TotalSeconds:0} s, exit code {result.ExitCode}")),
        ("Run", string.Join(", ", result.Runs.Take(MostTables)) + More(result.Runs.Count)),
        ("Source", result.Source),
        ("Warehouse", result.Warehouse),
        ("Machine", Environment.MachineName),
    ];

    private static (IReadOnlyList<ContabyxCopyResult> Waiting, IReadOnlyList<ContabyxCopyResult> Failed) Divide(
        ContabyxPipelineResult result)
    {
        var failed = result.Tables.Where(table => table.Status == LoadStatus.Failed).ToLookup(table => table.Waits);
        return ([.. failed[true]], [.. failed[false]]);
    }

    private static string? Next(
        ContabyxPipelineResult result, IReadOnlyList<ContabyxCopyResult> waiting, IReadOnlyList<ContabyxCopyResult> failed) =>
        result.Status == PipelineStatus.LoadedWithErrors
            ? "The bad rows are in error/. Get-ContabyxLoadError shows them; Invoke-ContabyxCopy -Redrive loads them once they are mended."
            : failed.Count > 0
                ? NextOf(failed) + (waiting.Count > 0 ? " The next run loads what waits." : "")
                : "The next run does what is left.";

    // A table that was refused before its export has no file.
    private static string NextOf(IReadOnlyList<ContabyxCopyResult> failed) => failed.Any(table => table.Files > 0)
        ? "The files of the failed tables are in error/. Get-ContabyxLoadError says why; Invoke-ContabyxCopy -Redrive loads them again."
        : "Mend what the error names; the next run exports the table again.";

    private static string? Names(IReadOnlyList<ContabyxCopyResult> tables) => tables.Count == 0 ? null
        : string.Join(", ", tables.Take(MostTables).Select(table => table.Table)) + More(tables.Count);

    private static string More(int count) =>
        count > MostTables ? string.Create(CultureInfo.InvariantCulture, $" and {count - MostTables} more") : "";

    private static string Local(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Count(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");

    private static NotificationFact[] FactsOf(params IEnumerable<(string Name, string? Value)> facts) =>
        [.. facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => new NotificationFact(fact.Name, Line(fact.Value!)))];

    private static string Lines(string title, IEnumerable<NotificationFact> facts) =>
        string.Join('\n', facts.Select(fact => $"{fact.Name}: {fact.Value}").Prepend(title));

    private static string Line(string text)
    {
        var line = Printable.Line(Redactor.Redact(text.ReplaceLineEndings(" ")));
        return Short(line, LongestValue);
    }
}
