namespace Contabyx;

/// <summary>A year could not be moved; nothing of it was changed.</summary>
/// <param name="result">How it ended.</param>
public sealed class ArchiveFailedException(ContabyxArchive result)
    : ContabyxException(result.Error ?? "It failed.", result.Advice ?? "", result.Table)
{
    /// <summary>How it ended.</summary>
    public ContabyxArchive Result { get; } = result;
}
