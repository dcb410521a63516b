using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Reads a job file.</summary>
internal static class JobFile
{
    /// <summary>The job that a file describes.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="JobFileException">It cannot be used; all its problems are told at once.</exception>
    public static JobDefinition Read(string path)
    {
        var (root, problems) = JobFileParser.Parse(path);
        return JobReader.Read(path, root, problems);
    }
}
