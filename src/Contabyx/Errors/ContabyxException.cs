namespace Contabyx;

/// <summary>
/// A failure that Contabyx can name. Each kind carries its facts, from which the message is built. It is safe to show,
/// whatever data it quotes.
/// </summary>
public abstract class ContabyxException : Exception
{
    /// <param name="message">What happened, and to which thing.</param>
    /// <param name="advice">What to do next.</param>
    /// <param name="target">The table, file, address or URI it happened to.</param>
    /// <param name="inner">The cause, when another library reported it.</param>
    protected ContabyxException(string message, string advice, string target, Exception? inner = null)
        : base(Printable.Of(message), inner)
    {
        Advice = Printable.Of(advice);
        Target = target;
    }

    /// <summary>What to do next.</summary>
    public string Advice { get; }

    /// <summary>The table, file, address or URI it happened to.</summary>
    public string Target { get; }

    /// <summary>
    /// Whether the same work may succeed when it is repeated from the beginning: others were in the way, the connection
    /// broke, or a server was too busy. False if it would only fail again, such as for a rejected password.
    /// </summary>
    public bool MayRetry { get; init; }
}
