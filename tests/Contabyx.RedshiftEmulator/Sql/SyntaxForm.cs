namespace Contabyx.RedshiftEmulator;

/// <summary>A piece of a synopsis of <c>forms.txt</c>, whose first lines say how one is written.</summary>
internal abstract record SyntaxForm
{
    /// <summary>A word in capitals, or a sign.</summary>
    public sealed record Literal(string Text) : SyntaxForm;

    /// <summary>A part in small letters.</summary>
    public sealed record Part(string Name) : SyntaxForm;

    public sealed record Sequence(IReadOnlyList<SyntaxForm> Items) : SyntaxForm;

    /// <param name="Items">One of them.</param>
    /// <param name="MayBeNone">Or nothing at all.</param>
    public sealed record Choice(IReadOnlyList<SyntaxForm> Items, bool MayBeNone) : SyntaxForm;

    /// <param name="Item">Once or more.</param>
    /// <param name="Commas">With commas between.</param>
    public sealed record Repeated(SyntaxForm Item, bool Commas) : SyntaxForm;

    /// <summary>Whether a statement of this form may have that word as its second, apart from words that may be left out.</summary>
    public bool HasSecond(string word) => this is Sequence sequence
        && sequence.Items.Skip(1).FirstOrDefault(item => item is not Choice { MayBeNone: true }) is { } second
        && (second is Choice choice ? choice.Items : [second]).OfType<Literal>().Any(literal => literal.Text == word);

    public static SyntaxForm Parse(string text)
    {
        var words = new Queue<string>(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Read(words, null);
    }

    private static SyntaxForm Read(Queue<string> words, string? end)
    {
        var choices = new List<SyntaxForm>();
        var items = new List<SyntaxForm>();
        while (words.TryDequeue(out var word) && word != end)
        {
            switch (word)
            {
                case "|":
                    choices.Add(Close(items));
                    items = [];
                    break;
                case "[":
                    items.Add(new Choice([Read(words, "]")], MayBeNone: true));
                    break;
                case "{":
                    items.Add(Read(words, "}"));
                    break;
                case "..." or ",...":
                    items[^1] = Repeat(items[^1], word == ",...");
                    break;
                default:
                    items.Add(char.IsAsciiLetterLower(word[0]) ? new Part(word) : new Literal(word));
                    break;
            }
        }

        choices.Add(Close(items));
        return choices.Count == 1 ? choices[0] : new Choice(choices, MayBeNone: false);
    }

    private static SyntaxForm Repeat(SyntaxForm item, bool commas) => item is Choice { MayBeNone: true } choice
        ? new Choice([new Repeated(Close([.. choice.Items]), commas)], MayBeNone: true)
        : new Repeated(item, commas);

    private static SyntaxForm Close(List<SyntaxForm> items) => items.Count == 1 ? items[0] : new Sequence(items);
}
