namespace Contabyx;

/// <summary>
/// A password or key. It appears as <c>***</c> wherever it is printed, formatted or serialised; only
/// <see cref="Reveal"/> gives the text, to the driver that needs it.
/// </summary>
/// <param name="text">The text; not empty.</param>
public sealed class Secret(string text)
{
    private readonly string _text = string.IsNullOrEmpty(text)
        ? throw new ArgumentException("A secret cannot be empty.", nameof(text))
        : text;

    /// <summary>The text itself. Never write it anywhere.</summary>
    public string Reveal() => _text;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
