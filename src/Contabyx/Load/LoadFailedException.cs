namespace Contabyx;

/// <summary>The load of a table failed; nothing of it was committed.</summary>
/// <param name="result">How it ended.</param>
public sealed class LoadFailedException(ContabyxCopyResult result)
    : ContabyxException(result.Error ?? "It failed.", result.Advice ?? "", result.Table)
{
    /// <summary>How it ended.</summary>
    public ContabyxCopyResult Result { get; } = result;
}
