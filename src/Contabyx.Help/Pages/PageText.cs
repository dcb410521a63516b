namespace Contabyx.Help;

/// <summary>Turns lines of a page into paragraphs for a console.</summary>
internal static class PageText
{
    private const string Fence = "```";

    /// <summary>Whether a line begins or ends a fenced block.</summary>
    public static bool IsFence(string line) => line.StartsWith(Fence, StringComparison.Ordinal);

    /// <summary>
    /// The paragraphs: lines up to a blank one, joined. An item of a list (<c>- </c>) is a paragraph; a fenced block is
    /// also one, and keeps its line breaks. The backticks around code are removed.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var open = new List<string>();
        var fenced = false;
        foreach (var line in lines)
        {
            if (IsFence(line))
            {
                Close(fenced ? "\n" : " ");
                fenced = !fenced;
            }
            else if (fenced)
            {
                open.Add(line);
            }
            else
            {
                if (line.Length == 0 || line.StartsWith("- ", StringComparison.Ordinal))
                    Close(" ");
                if (line.Length > 0)
                    open.Add(line.Trim().Replace("`", "", StringComparison.Ordinal));
            }
        }

        Close(" ");
        return paragraphs;

        void Close(string separator)
        {
            if (open.Count > 0)
                paragraphs.Add(string.Join(separator, open));
            open.Clear();
        }
    }

    /// <summary>The lines of the first fenced block, and those after it.</summary>
    /// <returns>The code, empty when there is no block; and the remarks.</returns>
    public static (string Code, IReadOnlyList<string> Remarks) SplitExample(IReadOnlyList<string> lines)
    {
        var rest = lines.SkipWhile(line => !IsFence(line)).Skip(1).ToList();
        var code = rest.TakeWhile(line => !IsFence(line)).ToList();
        return (string.Join('\n', code), Paragraphs(rest.Skip(code.Count + 1)));
    }
}
