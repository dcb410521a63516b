namespace Contabyx.Help;

/// <summary>A heading of a page and the lines below it, up to the next heading.</summary>
/// <param name="Level">How many <c>#</c> the heading has: 1 to 3.</param>
/// <param name="Title">The heading.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Lines">The lines below it.</param>
internal sealed record PageSection(int Level, string Title, int Line, IReadOnlyList<string> Lines)
{
    /// <summary>Splits a page into sections. A <c>#</c> inside a fenced block is not a heading.</summary>
    /// <param name="page">The lines of the page.</param>
    public static IReadOnlyList<PageSection> Split(IReadOnlyList<string> page)
    {
        var sections = new List<PageSection>();
        var lines = new List<string>();
        var fenced = false;
        for (var i = 0; i < page.Count; i++)
        {
            fenced ^= PageText.IsFence(page[i]);
            if (!fenced && HeadingLevel(page[i]) is var level and > 0)
                sections.Add(new PageSection(level, page[i][level..].Trim(), i + 1, lines = []));
            else
                lines.Add(page[i]);
        }

        return sections;
    }

    private static int HeadingLevel(string line)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        return level is >= 1 and <= 3 && line.Length > level && line[level] == ' ' ? level : 0;
    }
}
