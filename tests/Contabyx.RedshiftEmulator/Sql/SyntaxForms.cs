namespace Contabyx.RedshiftEmulator;

/// <summary>The synopses of <c>forms.txt</c>.</summary>
internal static class SyntaxForms
{
    private static readonly Lazy<(Dictionary<string, SyntaxForm> Parts, ILookup<string, SyntaxForm> Statements)> Read = new(Load);

    /// <summary>The forms of statements that begin with a word.</summary>
    public static IEnumerable<SyntaxForm> Of(string word) => Read.Value.Statements[word];

    /// <summary>A part that is defined there; NULL for one of the grammar's own.</summary>
    public static SyntaxForm? Part(string name) => Read.Value.Parts.GetValueOrDefault(name);

    private static (Dictionary<string, SyntaxForm> Parts, ILookup<string, SyntaxForm> Statements) Load()
    {
        using var stream = typeof(SyntaxForms).Assembly.GetManifestResourceStream("forms.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Replace("\n    ", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" := ", 2))
            .ToLookup(pair => pair.Length == 2);
        return (
            lines[true].ToDictionary(pair => pair[0], pair => SyntaxForm.Parse(pair[1]), StringComparer.Ordinal),
            lines[false].ToLookup(pair => pair[0].Split(' ')[0], pair => SyntaxForm.Parse(pair[0]), StringComparer.Ordinal));
    }
}
