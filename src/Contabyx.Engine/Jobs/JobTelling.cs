using System.Runtime.CompilerServices;
using Contabyx.Engine.Notifications;

namespace Contabyx.Engine.Jobs;

/// <summary>Checks that tell the targets of a job: what <c>Test-ContabyxJob -Notify</c> does.</summary>
public static class JobTelling
{
    private const string Check = "Notification";

    /// <summary>Checks whether a run is missing, and tells it. What was not delivered is a check of its own.</summary>
    public static async IAsyncEnumerable<ContabyxJobCheck> CheckAsync(
        JobFreshness freshness, Notifier notifier, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(freshness);
        ArgumentNullException.ThrowIfNull(notifier);
        var check = await freshness.CheckAsync(DateTimeOffset.UtcNow, cancellation).ConfigureAwait(false);
        yield return check;
        if (freshness.Silence is not { } silence)
            yield break;
        foreach (var warning in await notifier.SendAsync(silence, cancellation).ConfigureAwait(false))
            yield return check with { Check = Check, Outcome = CheckOutcome.Warning, Detail = warning, Advice = null };
    }

    /// <summary>Sends a test to each target.</summary>
    public static async IAsyncEnumerable<ContabyxJobCheck> TestAsync(
        JobDefinition job, Notifier notifier, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(notifier);
        if (!notifier.HasTargets)
        {
            yield return Row(CheckOutcome.Skipped, "The job file has no Notify, so nobody is told.", null);
            yield break;
        }

        foreach (var (target, failure) in await notifier.TestAsync(job.Name, cancellation).ConfigureAwait(false))
        {
            yield return failure is null
                ? Row(CheckOutcome.Passed, $"A test was delivered to {target}.", null)
                : Row(CheckOutcome.Failed, failure.Message, failure.Advice);
        }

        ContabyxJobCheck Row(CheckOutcome outcome, string detail, string? advice) =>
            new() { Job = job.Name, Check = Check, Outcome = outcome, Detail = detail, Advice = advice };
    }
}
