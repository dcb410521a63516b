namespace Contabyx;

/// <summary>
/// A file of a run that is missing, changed, cut short, listed twice, or otherwise not what the run says.
/// </summary>
/// <param name="file">The file's path or URI.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="inner">The cause, when another library reported it.</param>
public sealed class DamagedFileException(string file, string problem, Exception? inner = null)
    : ContabyxException(
        $"{file}: {problem}",
        "Export and send the table again; the damaged files are kept under error/.",
        file,
        inner)
{
    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
