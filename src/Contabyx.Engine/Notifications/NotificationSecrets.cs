using System.Net;

namespace Contabyx.Engine.Notifications;

/// <summary>The secrets that targets name. What cannot be read is a delivery that fails, and no more.</summary>
/// <param name="vault">The secrets of vaults that could be read, by target.</param>
/// <param name="problems">Why the others could not, by target.</param>
/// <param name="variables">The settings of the job's file; the environment variables of this process come after them.</param>
public sealed class NotificationSecrets(
    IReadOnlyDictionary<NotificationTarget, NetworkCredential> vault,
    IReadOnlyDictionary<NotificationTarget, ContabyxException> problems,
    IReadOnlyDictionary<string, string> variables)
{
    /// <summary>No secrets.</summary>
    public static NotificationSecrets None { get; } = new(
        new Dictionary<NotificationTarget, NetworkCredential>(), new Dictionary<NotificationTarget, ContabyxException>(),
        new Dictionary<string, string>());

    /// <summary>The secret of a target; NULL if it names none.</summary>
    /// <exception cref="DeliveryException">It cannot be read.</exception>
    public NetworkCredential? Of(NotificationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Secret is not { } secret)
            return null;
        if (vault.TryGetValue(target, out var credential))
            return credential;
        if (problems.TryGetValue(target, out var problem))
            throw new DeliveryException(target.ToString(), problem.Message, problem.Advice, problem);
        var value = variables.GetValueOrDefault(secret.Name) ?? Environment.GetEnvironmentVariable(secret.Name);
        return !string.IsNullOrEmpty(value) ? new NetworkCredential("", value) : throw new DeliveryException(
            target.ToString(), $"the environment variable {secret.Name} is not set.",
            $"Set {secret.Name} where the job runs, or add it to the settings file of the job (EnvFile).");
    }
}
