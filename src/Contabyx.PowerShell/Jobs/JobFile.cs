using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Reads a job file.</summary>
internal static class JobFile
{
    /// <summary>The job that a file describes; NULL, and an error for each problem, when it cannot be used.</summary>
    /// <param name="path">The file's full path.</param>
    public static async Task<JobDefinition?> TryReadAsync(PipelineWriter pipeline, string path)
    {
        try
        {
            return Read(path);
        }
        catch (JobFileException e) when (e.Problems.Count > 0)
        {
            foreach (var problem in e.Problems)
                await pipeline.WriteErrorAsync(ErrorRecords.From(new JobFileException(path, [problem]))).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>The job that a file describes.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="JobFileException">It cannot be used; all its problems are reported together.</exception>
    public static JobDefinition Read(string path)
    {
        var (root, problems) = JobFileParser.Parse(path);
        return JobReader.Read(path, root, problems);
    }
}
