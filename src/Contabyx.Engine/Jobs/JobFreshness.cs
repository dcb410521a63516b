using Contabyx.Engine.Notifications;

namespace Contabyx.Engine.Jobs;

/// <summary>
/// Checks whether the last run of a database that was due has ended: what <c>Test-ContabyxJob -Freshness</c> does for each. It can run
/// on any machine that can read the bucket.
/// </summary>
/// <param name="job">The job; it has a schedule.</param>
/// <param name="target">The database.</param>
/// <param name="within">How long after its time a run must have ended.</param>
public sealed class JobFreshness(JobDefinition job, JobTarget target, TimeSpan within)
{
    private const string Check = "Freshness";

    private readonly string _name = JobConnections.NameOf(job, target.Database);

    /// <summary>What to tell if a run is missing; NULL until it is checked, and if none is.</summary>
    public Notification? Silence { get; private set; }

    /// <summary>Checks it. Nothing is changed.</summary>
    /// <param name="now">The time.</param>
    /// <exception cref="InputException">The job has no schedule.</exception>
    public async Task<ContabyxJobCheck> CheckAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var schedule = job.Schedule ?? throw new InputException(
            job.Path, "it does not say when the job runs.", "Add Schedule = @{ At = '02:30' } to the job file.");
        var (last, unread) = await new LastRun(target.Connection, job.Name).FindLatestAsync(cancellation).ConfigureAwait(false);
        var due = schedule.TimesBetween(last?.EndedAt ?? now - within - TimeSpan.FromDays(7), now - within, TimeZoneInfo.Local);

        // Without an end, nobody knows since when the job has been there: only the last of the times is told.
        var missed = (last is null ? due.TakeLast(1) : due.Take(NotificationText.MostMissed + 1)).ToArray();
        if (missed.Length > 0 && unread is not null)
        {
            return Row(CheckOutcome.Failed, $"It is not known whether {_name} ran: {unread.Message}", FailureAdvice.Of(unread));
        }

        var known = last is null ? "No run was due yet." : $"The last run ended at {NotificationText.Moment(last.EndedAt)}: {last.Status}.";
        if (missed.Length > 0)
        {
            Silence = NotificationText.OfSilence(_name, missed, last);
            return Row(CheckOutcome.Failed, last is null ? $"{Silence.Title}." : $"{Silence.Title}. {known}",
                "Get-ContabyxTask shows whether the task is there, enabled, and when it ran. Start-ContabyxTask runs it now.");
        }

        known = unread is null ? known : $"{known} It is not known whether a later one ended: {unread.Message}";
        return last is null || last.Status == PipelineStatus.Succeeded
            ? Row(CheckOutcome.Passed, known, null)
            : Row(CheckOutcome.Warning, known, "Get-ContabyxLog shows why; the next run does what is left.");
    }

    private ContabyxJobCheck Row(CheckOutcome outcome, string detail, string? advice) => new()
    {
        Job = job.Name, Source = target.Connection.Source, Warehouse = target.Connection.Warehouse, Check = Check,
        Outcome = outcome, Detail = detail, Advice = advice,
    };
}
