using Contabyx.Engine.Logs;
using Contabyx.Engine.Pipeline;

namespace Contabyx.Engine.Notifications;

/// <summary>
/// Runs a pipeline, and tells which runs before it have not ended, and how it ended: those of Notify, and the event log if the
/// connection asks for it.
/// </summary>
/// <param name="title">What notifications call it.</param>
/// <param name="job">The job; NULL for a pipeline without one.</param>
/// <param name="schedule">When it runs; NULL if nobody says so: silence is not noticed then.</param>
/// <param name="notifier">Tells.</param>
/// <param name="notes">Receives what a user may want to know.</param>
/// <param name="clock">The time; NULL for that of this machine.</param>
public sealed class NotifiedRun(
    string title, string? job, TaskSchedule? schedule, Notifier notifier, IProgress<string> notes, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>The event log; that of Windows by default.</summary>
    internal IEventLog? EventLog { get; init; } = OperatingSystem.IsWindows() ? new WindowsEventLog() : null;

    /// <summary>
    /// Runs it. Runs that are missing are told before it begins, because it may never end either; but not if another run is at work,
    /// for they may be those that it is busy for. What could not be told is among the warnings of the result, and changes nothing else
    /// of it.
    /// </summary>
    /// <param name="run">The pipeline.</param>
    public async Task<ContabyxPipelineResult> RunAsync(
        ContabyxConnection connection, Func<Task<ContabyxPipelineResult>> run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(run);
        var result = await TellAsync(connection, run, cancellation).ConfigureAwait(false);
        if (!connection.EventLog || EventLog is not { } log)
            return result;
        try
        {
            log.Write(RunEvent.Of(title, job, result));
            return result;
        }
        catch (DeliveryException e)
        {
            return result with { Warnings = [.. result.Warnings, $"{e.Message} {e.Advice}"] };
        }
    }

    private async Task<ContabyxPipelineResult> TellAsync(
        ContabyxConnection connection, Func<Task<ContabyxPipelineResult>> run, CancellationToken cancellation)
    {
        if (!notifier.HasTargets)
            return await run().ConfigureAwait(false);
        var (before, unread) = await new LastRun(connection, job).FindLatestAsync(cancellation).ConfigureAwait(false);
        if (unread is not null)
            notes.Report($"It is not known for certain how the last run ended. {unread.Message}");
        var missed = unread is null ? MissedSince(before) : [];
        var teller = notifier.On(connection);
        var warnings = new List<string>();
        if (missed.Count > 0 && !IsAtWork(connection))
        {
            var silence = NotificationText.OfSilence(title, missed, before);
            warnings.AddRange(await teller.SendAsync(silence, cancellation).ConfigureAwait(false));
        }

        var result = await run().ConfigureAwait(false);
        if (result.Status != PipelineStatus.Busy && Of(result, before) is { } notification)
            warnings.AddRange(await teller.SendAsync(notification, cancellation).ConfigureAwait(false));
        return warnings.Count == 0 ? result : result with { Warnings = [.. result.Warnings, .. warnings] };
    }

    // If the lock cannot be asked for, no run can take it either.
    private static bool IsAtWork(ContabyxConnection connection)
    {
        try
        {
            return PipelineLock.IsTaken(connection);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
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
        : [.. schedule.TimesBetween(before.EndedAt, _clock.GetUtcNow(), _clock.LocalTimeZone)
            .Take(NotificationText.MostMissed + 2).SkipLast(1)];
}
