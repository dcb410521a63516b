using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Notifications;

/// <summary>Runs a pipeline, and tells of what went before it and of how it ended.</summary>
/// <param name="title">What notifications call it.</param>
/// <param name="job">The job; NULL for a pipeline without one.</param>
/// <param name="schedule">When it runs; NULL if nobody says so: silence is not noticed then.</param>
/// <param name="notifier">Tells.</param>
/// <param name="notes">Receives what a user may want to know.</param>
public sealed class NotifiedRun(
    string title, string? job, TaskSchedule? schedule, Notifier notifier, IProgress<string> notes)
{
    /// <summary>Runs it. What could not be told is among the warnings of the result, and changes nothing else of it.</summary>
    /// <param name="run">The pipeline.</param>
    public async Task<ContabyxPipelineResult> RunAsync(
        ContabyxConnection connection, Func<Task<ContabyxPipelineResult>> run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!notifier.HasTargets)
            return await run().ConfigureAwait(false);
        var teller = notifier.On(connection);
        var before = await FindLastAsync(connection, cancellation).ConfigureAwait(false);
        var warnings = new List<string>();
        if (MissedSince(before) is { Count: > 0 } missed)
        {
            warnings.AddRange(
                await teller.SendAsync(NotificationText.OfSilence(title, missed, before), cancellation).ConfigureAwait(false));
        }

        var result = await run().ConfigureAwait(false);
        if (Of(result, before) is { } notification)
            warnings.AddRange(await teller.SendAsync(notification, cancellation).ConfigureAwait(false));
        return warnings.Count == 0 ? result : result with { Warnings = [.. result.Warnings, .. warnings] };
    }

    private Notification? Of(ContabyxPipelineResult result, PipelineEnd? before) => (result.Status, before) switch
    {
        (PipelineStatus.Failed or PipelineStatus.LoadedWithErrors, _) => NotificationText.OfFailure(title, result),
        (PipelineStatus.Succeeded, { Status: not PipelineStatus.Succeeded }) =>
            NotificationText.OfRecovery(title, result, before.EndedAt),
        _ => null,
    };

    // The last of the times that have passed is this run's own, however late it is.
    private IReadOnlyList<DateTimeOffset> MissedSince(PipelineEnd? before) => before is null || schedule is null ? []
        : [.. schedule.TimesBetween(before.EndedAt, DateTimeOffset.UtcNow, TimeZoneInfo.Local)
            .Take(NotificationText.MostMissed + 2).SkipLast(1)];

    private async Task<PipelineEnd?> FindLastAsync(ContabyxConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await new LastRun(connection, job).FindLatestAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            notes.Report($"It is not known how the last run ended. {e.Message}");
            return null;
        }
    }
}
