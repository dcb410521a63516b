namespace Contabyx;

/// <summary>The books cannot be read at the given place; most often there are none yet.</summary>
/// <param name="address">The address of that place.</param>
/// <param name="reason">Why not.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class BooksUnreadableException(string address, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The books in '{address}' cannot be read: {reason}", advice, address, inner);
