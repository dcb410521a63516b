namespace Contabyx;

/// <summary>A year could not be moved: it is whole, where it was.</summary>
/// <param name="result">How it ended.</param>
public sealed class ArchiveFailedException(ContabyxArchive result)
    : ContabyxException(result.Error ?? "It failed.", result.Advice ?? "", result.Table)
{
    /// <summary>How it ended.</summary>
    public ContabyxArchive Result { get; } = result;
}
