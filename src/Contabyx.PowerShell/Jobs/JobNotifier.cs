using System.Net;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Notifications;

namespace Contabyx.PowerShell;

/// <summary>Reads the secrets that notifications need. What cannot be read is told with the notification that needs it.</summary>
internal static class JobNotifier
{
    /// <param name="envFile">The job's file of settings, whose values come before environment variables; NULL for none.</param>
    public static async Task<Notifier> OpenAsync(
        PipelineWriter pipeline, IReadOnlyList<NotificationTarget> targets, string? envFile)
    {
        var secrets = new Dictionary<NotificationTarget, NetworkCredential>();
        var problems = new Dictionary<NotificationTarget, ContabyxException>();
        foreach (var target in targets.Where(target => target.Secret is { IsVariable: false }))
        {
            try
            {
                secrets[target] = await pipeline.ReadSecretAsync(target.Secret!.Name, target.Vault).ConfigureAwait(false);
            }
            catch (SettingException e)
            {
                problems[target] = e;
            }
        }

        return new Notifier(targets, new NotificationSecrets(secrets, problems, VariablesOf(targets, envFile)), null, pipeline.Notes);
    }

    // A file that cannot be read stops the connection of the job, which says why.
    private static IReadOnlyDictionary<string, string> VariablesOf(IReadOnlyList<NotificationTarget> targets, string? envFile)
    {
        try
        {
            if (envFile is not null && targets.Any(target => target.Secret is { IsVariable: true }))
                return EnvironmentFile.Read(envFile);
        }
        catch (SettingException)
        {
            // As above.
        }

        return new Dictionary<string, string>();
    }
}
