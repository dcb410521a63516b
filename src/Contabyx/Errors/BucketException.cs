namespace Contabyx;

/// <summary>A bucket refused what was asked of it.</summary>
/// <param name="uri">The bucket's or the object's URI.</param>
/// <param name="reason">What it said, without secrets.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class BucketException(string uri, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The bucket refused '{uri}': {reason}", advice, uri, inner);
