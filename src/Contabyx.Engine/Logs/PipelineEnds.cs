using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Logs;

/// <summary>
/// The lines of the log that say how pipelines ended. A pipeline that was killed or stopped by its user has none, and neither has
/// one that found another at work.
/// </summary>
internal static class PipelineEnds
{
    private const string Mark = "pipelineEnd";

    /// <summary>Notes an end.</summary>
    /// <param name="job">The job; NULL for none.</param>
    public static void Write(LoadLog log, string? job, ContabyxPipelineResult result) => log.Write(Entry(job, result));

    /// <summary>The event of an end.</summary>
    /// <param name="job">The job; NULL for none.</param>
    public static ContabyxLogEntry Entry(string? job, ContabyxPipelineResult result) => LoadLog.Entry(
        result.Status == PipelineStatus.Succeeded ? LogLevel.Info : LogLevel.Warning, null, null,
        $"The pipeline{(job is null ? "" : " of " + job)} ended: {result.Status}.",
        (Mark, result.Status), (LoadLog.JobFact, job), (LoadLog.BucketFact, result.Bucket),
        ("exitCode", result.ExitCode), ("rowsLoaded", result.RowsLoaded), ("tablesFailed", result.TablesFailed));

    /// <summary>The last end in the log of this machine; NULL if there is none.</summary>
    public static PipelineEnd? Last(ContabyxConnection connection, string? job)
    {
        var files = LoadLog.Files(connection.LogPath);
        return files.Reverse().Select(file => Last(LogReader.Lines(file), connection, job)).FirstOrDefault(end => end is not null);
    }

    private static PipelineEnd? Last(IEnumerable<string> lines, ContabyxConnection connection, string? job)
    {
        PipelineEnd? last = null;
        foreach (var line in lines)
        {
            if (line.Contains(Mark, StringComparison.Ordinal) && LogLine.Read(line) is { } entry && IsOf(entry, connection, job)
                && Enum.TryParse<PipelineStatus>(entry.Facts[Mark].ToString(), out var status))
                last = new PipelineEnd(entry.Time, status);
        }

        return last;
    }

    // Each database of a job has a place of its own in the bucket.
    private static bool IsOf(ContabyxLogEntry entry, ContabyxConnection connection, string? job) =>
        entry.Facts.ContainsKey(Mark)
        && entry.Facts.GetValueOrDefault(LoadLog.JobFact)?.ToString() == job
        && entry.Facts.GetValueOrDefault(LoadLog.BucketFact)?.ToString() == Redactor.Redact(connection.Bucket);
}
