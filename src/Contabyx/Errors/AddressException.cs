namespace Contabyx;

/// <summary>An address of a source, bucket or warehouse that cannot be used.</summary>
/// <param name="address">The address, without secrets.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="advice">What would be accepted.</param>
/// <param name="inner">The cause, when another library reported it.</param>
public sealed class AddressException(string address, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The address '{address}' cannot be used: {reason}", advice, address, inner);
