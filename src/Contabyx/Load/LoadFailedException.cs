namespace Contabyx;

/// <summary>
/// The load of a table failed; nothing of it was committed. The inner exception is the cause, if this session knows it.
/// </summary>
/// <param name="result">How it ended.</param>
public sealed class LoadFailedException(ContabyxCopyResult result)
    : ContabyxException(result.Error ?? "It failed.", result.Advice ?? "", result.Table, result.Failure)
{
    /// <summary>How it ended.</summary>
    public ContabyxCopyResult Result { get; } = result;
}
