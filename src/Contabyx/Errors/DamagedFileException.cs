namespace Contabyx;

/// <summary>
/// A file of a run that is missing, changed, cut short, listed twice, or otherwise not what the run says.
/// </summary>
/// <param name="file">The file's path or URI.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="inner">The cause, when another library reported it.</param>
/// <param name="advice">What to do next; by default, for files that were sent already.</param>
public sealed class DamagedFileException(string file, string problem, Exception? inner = null, string? advice = null)
    : ContabyxException(
        $"{file}: {problem}",
        advice ?? "Export and send the table again. The damaged files are kept in error/.",
        file,
        inner)
{
    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
