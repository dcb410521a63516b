using System.Net;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Jobs;
using Contabyx.Engine.Notifications;

namespace Contabyx.PowerShell;

/// <summary>A job with the connections of its databases.</summary>
/// <param name="Job">The job.</param>
/// <param name="Targets">Its databases, in order.</param>
internal sealed record OpenedJob(JobDefinition Job, IReadOnlyList<JobTarget> Targets)
{
    /// <summary>Connects a job.</summary>
    /// <param name="given">The connection that the user gave; NULL for none.</param>
    /// <param name="session">The session's connection; only read if the file names none.</param>
    /// <exception cref="ContabyxException">It cannot be connected.</exception>
    public static async Task<OpenedJob> OpenAsync(
        PipelineWriter pipeline, JobDefinition job, ContabyxConnection? given, Func<ContabyxConnection> session)
    {
        if (given is not null && job.Connection.IsNamed)
        {
            throw new InputException(
                job.Path, "both the job file and -Connection say where to connect.",
                "Leave out -Connection, or remove EnvFile, the addresses and the secrets from the file.");
        }

        var secrets = new Dictionary<string, NetworkCredential>(StringComparer.Ordinal);
        foreach (var name in JobConnections.SecretsOf(job))
            secrets[name] = await pipeline.ReadSecretAsync(name, job.Connection.Vault).ConfigureAwait(false);
        if (job.Connection.EnvFile is { } file && EnvironmentFile.IsOpenToOthers(file))
            pipeline.WriteWarning($"Other users of this machine can read {file}. Remove this permission: chmod 600 '{file}'.");
        return new OpenedJob(job, JobConnections.Connect(job, secrets, session));
    }

    /// <summary>Connects a job that is to run, and tells those who want to know if that fails.</summary>
    /// <param name="given">The connection that the user gave; NULL for none.</param>
    /// <param name="session">The session's connection; only read if the file names none.</param>
    /// <param name="notifier">Tells; NULL to tell nobody.</param>
    /// <exception cref="ContabyxException">It cannot be connected.</exception>
    public static async Task<OpenedJob> OpenOrTellAsync(
        PipelineWriter pipeline,
        JobDefinition job,
        ContabyxConnection? given,
        Func<ContabyxConnection> session,
        Notifier? notifier,
        CancellationToken cancellation)
    {
        try
        {
            return await OpenAsync(pipeline, job, given, session).ConfigureAwait(false);
        }
        catch (ContabyxException e) when (notifier is not null)
        {
            await notifier.SendAsync(NotificationText.OfRefusal(job.Name, e), cancellation).ConfigureAwait(false);
            throw;
        }
    }
}
