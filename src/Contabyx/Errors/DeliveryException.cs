namespace Contabyx;

/// <summary>A notification could not be delivered. What it is about is not affected.</summary>
/// <param name="target">Where it should have gone, without secrets.</param>
/// <param name="reason">Why not, without secrets.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class DeliveryException(string target, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The notification to {target} was not delivered: {reason}", advice, target, inner)
{
    /// <summary>How long the receiver asks to wait before another attempt; NULL if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
