using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Notifications;

/// <summary>
/// Tells the targets of a job. What cannot be delivered is a warning, in the log as well; it never changes how a run ends.
/// </summary>
/// <param name="targets">The targets.</param>
/// <param name="secrets">Their secrets.</param>
/// <param name="connection">The connection of the job; NULL if there is none yet.</param>
/// <param name="notes">Receives the warnings.</param>
public sealed class Notifier(
    IReadOnlyList<NotificationTarget> targets, NotificationSecrets secrets, ContabyxConnection? connection, IProgress<string> notes)
{
    private readonly DeliveryPolicy _policy = DeliveryPolicy.Usual;

    internal Notifier(
        IReadOnlyList<NotificationTarget> targets,
        NotificationSecrets secrets,
        ContabyxConnection? connection,
        IProgress<string> notes,
        DeliveryPolicy policy)
        : this(targets, secrets, connection, notes) => _policy = policy;

    /// <summary>Tells nobody.</summary>
    public static Notifier None { get; } = new([], NotificationSecrets.None, null, new Progress<string>());

    /// <summary>Whether anybody is told anything.</summary>
    public bool HasTargets => targets.Count > 0;

    /// <summary>The same with the connection of the job.</summary>
    public Notifier On(ContabyxConnection where) => new(targets, secrets, where, notes, _policy);

    /// <summary>Delivers a notification to all targets that want it, in parallel.</summary>
    /// <returns>What was not delivered, each with the reason and what to do.</returns>
    public async Task<IReadOnlyList<string>> SendAsync(Notification notification, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var wanted = targets.Where(target => target.On.Contains(notification.Event));
        var failures = await Task.WhenAll(wanted.Select(target => TrySendAsync(target, notification, cancellation))).ConfigureAwait(false);
        return Warn(failures.OfType<DeliveryException>());
    }

    /// <summary>Delivers a test to each target.</summary>
    /// <returns>Each target, and why the test was not delivered; NULL if it was.</returns>
    public async Task<IReadOnlyList<(NotificationTarget Target, DeliveryException? Failure)>> TestAsync(
        string job, CancellationToken cancellation)
    {
        var failures = await Task.WhenAll(targets.Select(target =>
            TrySendAsync(target, NotificationText.OfTest(job, target.On[0]), cancellation))).ConfigureAwait(false);
        return [.. targets.Zip(failures)];
    }

    private List<string> Warn(IEnumerable<DeliveryException> failures)
    {
        var warnings = failures.Select(failure => Redactor.Redact($"{failure.Message} {failure.Advice}")).ToList();
        foreach (var warning in warnings)
        {
            if (connection is not null)
                LoadLog.Of(connection).Write(LogLevel.Warning, null, null, warning);
            notes.Warn(warning);
        }

        return warnings;
    }

    private async Task<DeliveryException?> TrySendAsync(
        NotificationTarget target, Notification notification, CancellationToken cancellation)
    {
        try
        {
            var channel = NotificationChannels.Open(target, secrets.Of(target), connection);
            await _policy.RunAsync(target.ToString(), stop => channel.SendAsync(notification, stop), cancellation).ConfigureAwait(false);
            return null;
        }
        catch (DeliveryException e)
        {
            return e;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it is, it must not change how the run ends.
            return new DeliveryException(target.ToString(), Redactor.Redact(e.Message), FailureAdvice.Of(e), e);
        }
    }
}
