namespace Contabyx;

/// <summary>A bucket refused a request.</summary>
/// <param name="uri">The URI of the bucket or the object.</param>
/// <param name="reason">What it said, without secrets.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class BucketException(string uri, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The bucket request for '{uri}' failed: {reason}", advice, uri, inner);
