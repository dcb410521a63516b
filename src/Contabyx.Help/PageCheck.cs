namespace Contabyx.Help;

/// <summary>Compares pages with cmdlets: everything that exists must be described, and nothing else.</summary>
internal static class PageCheck
{
    /// <summary>What is missing, and what does not belong there.</summary>
    public static IEnumerable<HelpProblem> Find(CulturePages pages, IReadOnlyList<CmdletShape> cmdlets) =>
    [
        .. cmdlets.SelectMany(cmdlet => pages.Find(cmdlet.Name) is { } page
            ? Missing(pages, page, cmdlet)
            : [Problem(pages.PathOf(cmdlet.Name), $"{cmdlet.Name} has no help. Write this page.")]),
        .. pages.Pages.SelectMany(page => cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == page.Name) is { } cmdlet
            ? TooMuch(page, [cmdlet])
            : [Problem(page.File, $"There is no cmdlet {page.Name}. Remove this page, or correct its name.")]),
        .. TooMuch(pages.Shared, cmdlets),
    ];

    private static IEnumerable<HelpProblem> Missing(CulturePages pages, HelpPage page, CmdletShape cmdlet)
    {
        if (page.Synopsis.Count == 0)
            yield return Problem(page.File, $"{cmdlet.Name} has no synopsis. Write '## Synopsis'.");
        if (page.Description.Count == 0)
            yield return Problem(page.File, $"{cmdlet.Name} has no description. Write '## Description'.");
        if (page.Examples.Count == 0)
            yield return Problem(page.File, $"{cmdlet.Name} has no example. Write one under '## Examples'.");
        foreach (var (title, line, _, _) in page.Examples.Where(example => example.Code.Length == 0))
            yield return Problem(page.File, $"The example '{title}' has no code. Write a fenced block.", line);
        foreach (var name in cmdlet.Parameters.Select(parameter => parameter.Name))
        {
            if (pages.Describe(page, name).Count == 0)
                yield return Problem(page.File, $"-{name} has no description. Write it under '### -{name}'.");
        }
    }

    private static IEnumerable<HelpProblem> TooMuch(HelpPage page, IEnumerable<CmdletShape> cmdlets)
    {
        var known = cmdlets.SelectMany(cmdlet => cmdlet.Parameters).Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return page.Parameters.Where(parameter => !known.Contains(parameter.Name)).Select(parameter => Problem(
            page.File, $"There is no parameter -{parameter.Name}. Remove it, or correct its name.", parameter.Line));
    }

    private static HelpProblem Problem(string file, string text, int line = 1) => new(file, line, text);
}
