using Contabyx.Engine.Logs;
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
        var (last, unread) = await FindAsync(cancellation).ConfigureAwait(false);
        var missed = schedule.TimesBetween(last?.EndedAt ?? now - within - TimeSpan.FromDays(7), now - within, TimeZoneInfo.Local)
            .Take(NotificationText.MostMissed + 1).ToArray();
        var known = last is null ? $"No run of {_name} is known, here or in the bucket."
            : $"The last run ended at {NotificationText.Moment(last.EndedAt)}: {last.Status}.";
        if (missed.Length > 0)
        {
            Silence = NotificationText.OfSilence(_name, missed, last);
            return Row(CheckOutcome.Failed, $"{Silence.Title}. {known}{unread}",
                "Get-ContabyxTask shows whether the task is there, enabled, and when it ran. Start-ContabyxTask runs it now.");
        }

        return last is null || last.Status == PipelineStatus.Succeeded
            ? Row(CheckOutcome.Passed, (last is null ? "No run was due yet. " : "") + known + unread, null)
            : Row(CheckOutcome.Warning, known + unread, "Get-ContabyxLog shows why; the next run does what is left.");
    }

    // A bucket that cannot be read hides only what other machines did.
    private async Task<(PipelineEnd? Last, string Unread)> FindAsync(CancellationToken cancellation)
    {
        try
        {
            return (await new LastRun(target.Connection, job.Name).FindLatestAsync(cancellation).ConfigureAwait(false), "");
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            return (PipelineEnds.Last(target.Connection, job.Name), $" The log in the bucket cannot be read: {e.Message}");
        }
    }

    private ContabyxJobCheck Row(CheckOutcome outcome, string detail, string? advice) => new()
    {
        Job = job.Name, Source = target.Connection.Source, Warehouse = target.Connection.Warehouse, Check = Check,
        Outcome = outcome, Detail = detail, Advice = advice,
    };
}
