using System.Text.RegularExpressions;
using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Notifications;

/// <summary>The end of a run as an event of the system's log; <c>docs/telemetry.md</c> lists the ids.</summary>
/// <param name="Id">What happened, as a number that rules can be made for.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Text">What happened, for people; then a blank line and the line that an NDJSON log has of it.</param>
internal sealed partial record RunEvent(int Id, LogLevel Level, string Text)
{
    public const int Succeeded = 1000;
    public const int Failed = 1001;
    public const int Warned = 1002;
    public const int Busy = 1003;

    // An event takes 31,839 characters ("ReportEventW function", Windows App Development).
    private const int LongestMessage = 16_000;

    /// <summary>The event of a run.</summary>
    /// <param name="title">What notifications call the run.</param>
    /// <param name="job">The job; NULL for none.</param>
    public static RunEvent Of(string title, string? job, ContabyxPipelineResult result)
    {
        var (id, level) = result.Status switch
        {
            PipelineStatus.Failed => (Failed, LogLevel.Error),
            PipelineStatus.Busy => (Busy, LogLevel.Warning),
            PipelineStatus.LoadedWithErrors => (Warned, LogLevel.Warning),
            _ when result.Warnings.Count > 0 || result.LogError is not null => (Warned, LogLevel.Warning),
            _ => (Succeeded, LogLevel.Info),
        };
        var message = NotificationText.Short(NotificationText.OfEnd(title, result), LongestMessage);
        var line = LogLine.WriteJson(PipelineEnds.Entry(job, result) with { Level = level }).TrimEnd();
        return new RunEvent(id, level, $"{Insertion().Replace(message, "% ")}\n\n{line.Replace("%", @"\u0025", StringComparison.Ordinal)}");
    }

    // The viewer replaces a % and a number, as in an escaped address ("EventLog.WriteEntry", .NET API reference, Remarks).
    [GeneratedRegex("%(?=[0-9%])", RegexOptions.CultureInvariant)]
    private static partial Regex Insertion();
}
