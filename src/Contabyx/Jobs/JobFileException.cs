namespace Contabyx;

/// <summary>A job file that cannot be used. Nothing was done.</summary>
public sealed class JobFileException : ContabyxException
{
    /// <summary>The file has problems; all of them are reported.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="problems">The problems, at least one.</param>
    public JobFileException(string path, IReadOnlyList<JobProblem> problems)
        : base(
            $"The job file cannot be used: {string.Join('\n', problems)}",
            problems.Count == 1 ? "Correct this line, and check the file with Test-ContabyxJob."
                : "Correct these lines, and check the file with Test-ContabyxJob.",
            path) => Problems = problems;

    /// <summary>The file as a whole cannot be used.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="advice">What to do next.</param>
    /// <param name="inner">The cause.</param>
    public JobFileException(string path, string reason, string advice, Exception? inner = null)
        : base($"The job file '{path}' cannot be used: {reason}", advice, path, inner)
    {
    }

    /// <summary>The problems, in the order of the file; empty if the file as a whole cannot be used.</summary>
    public IReadOnlyList<JobProblem> Problems { get; } = [];
}
