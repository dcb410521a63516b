namespace Contabyx;

/// <summary>An argument, or an object from the pipeline, that a cmdlet cannot use.</summary>
/// <param name="input">What it is: a path, or the name of its type.</param>
/// <param name="reason">Why not.</param>
/// <param name="advice">What would be accepted.</param>
/// <param name="inner">The cause, when another library reported it.</param>
public sealed class InputException(string input, string reason, string advice, Exception? inner = null)
    : ContabyxException($"'{input}' cannot be used: {reason}", advice, input, inner);
