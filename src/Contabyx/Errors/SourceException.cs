namespace Contabyx;

/// <summary>A source refused a request.</summary>
/// <param name="source">The source's address.</param>
/// <param name="reason">What it said.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class SourceException(string source, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The source '{source}' failed: {reason}", advice, source, inner);
