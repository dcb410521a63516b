namespace Contabyx.Engine.Rows;

/// <summary>
/// A value that no rule can carry. Code that knows its place turns this into a <see cref="ValueRefusedException"/>.
/// </summary>
/// <param name="text">The value as the source writes it.</param>
/// <param name="reason">Why it is refused.</param>
internal sealed class UnreadableValueException(string text, string reason) : Exception(reason)
{
    /// <summary>The same exception again, to add its place.</summary>
    /// <param name="refusal">What is known so far.</param>
    public UnreadableValueException(UnreadableValueException refusal)
        : this(refusal.Text, refusal.Message) => (Row, Column, Key) = (refusal.Row, refusal.Column, refusal.Key);

    /// <summary>The value as the source writes it.</summary>
    public string Text { get; } = text;

    /// <summary>The column's position.</summary>
    public int Column { get; init; }

    /// <summary>The row's position in its block; the rows before it are good.</summary>
    public int Row { get; init; }

    /// <summary>The row's key as text.</summary>
    public string Key { get; init; } = "";
}
