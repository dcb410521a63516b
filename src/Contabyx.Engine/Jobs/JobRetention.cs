using Contabyx.Engine.Logs;
using Contabyx.Engine.Outcomes;

namespace Contabyx.Engine.Jobs;

/// <summary>Removes old runs from the bucket after a run of a job, if its file says after how many days.</summary>
/// <param name="job">The job.</param>
/// <param name="connection">Where the bucket and the log are.</param>
/// <param name="notes">Receives what a user may want to know.</param>
internal sealed class JobRetention(JobDefinition job, ContabyxConnection connection, IProgress<string> notes)
{
    /// <summary>Removes them. The job has done its work by then, so that a failure is a warning.</summary>
    /// <returns>
    /// What was not done, and the runs that were removed with objects of tables that failed: those may have been the only copy of rows
    /// that were left out. Empty if there is neither.
    /// </returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(CancellationToken cancellation)
    {
        if (job.RetentionDays is not { } days)
            return [];
        var warnings = new List<string>();
        try
        {
            var removal = new RunRemoval(connection, notes);
            await using (removal.ConfigureAwait(false))
            {
                await foreach (var run in removal.FindOlderAsync(TimeSpan.FromDays(days), cancellation).ConfigureAwait(false))
                {
                    await removal.RemoveAsync(run, cancellation).ConfigureAwait(false);
                    if (run.Failed == 0)
                        notes.Report($"The run {run.Run} was removed from the bucket.");
                    else
                        Warn($"The run {run.Run} was removed, including the files of its tables that failed.");
                }
            }
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            Warn($"Old runs were not removed: {e.Message} Run Remove-ContabyxRun -OlderThanDays {days}.");
        }

        return warnings;

        void Warn(string text)
        {
            LoadLog.Of(connection).Write(LogLevel.Warning, null, null, text);
            notes.Warn(text);
            warnings.Add(text);
        }
    }

    /// <summary>What it would remove, as a remark of a plan; NULL for nothing.</summary>
    public async Task<string?> DescribeAsync(CancellationToken cancellation)
    {
        if (job.RetentionDays is not { } days)
            return null;
        var removal = new RunRemoval(connection, notes);
        await using (removal.ConfigureAwait(false))
        {
            var uris = new List<string>();
            await foreach (var run in removal.FindOlderAsync(TimeSpan.FromDays(days), cancellation).ConfigureAwait(false))
                uris.AddRange(run.Uris);
            return uris.Count == 0 ? null : $"Remove what has been in the bucket for {days} days:\n{string.Join("\n", uris)}";
        }
    }
}
