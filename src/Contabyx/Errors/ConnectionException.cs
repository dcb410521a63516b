namespace Contabyx;

/// <summary>A server cannot be reached, or does not accept this user. Nothing was read or written.</summary>
/// <param name="address">The server's address, without secrets.</param>
/// <param name="reason">What it said, without secrets.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class ConnectionException(string address, string reason, string advice, Exception? inner = null)
    : ContabyxException($"There is no connection to '{address}': {reason}", advice, address, inner);
