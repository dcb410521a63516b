namespace Contabyx.Help;

/// <summary>Holds pages against cmdlets: everything that exists is described, and nothing else is.</summary>
internal static class PageCheck
{
    /// <summary>What is missing, and what is too much.</summary>
    /// <param name="pages">The pages of a culture.</param>
    /// <param name="cmdlets">The cmdlets.</param>
    public static IEnumerable<HelpProblem> Find(CulturePages pages, IReadOnlyList<CmdletShape> cmdlets) =>
    [
        .. cmdlets.SelectMany(cmdlet => pages.Find(cmdlet.Name) is { } page
            ? Missing(pages, page, cmdlet)
            : [new HelpProblem(Path.Combine(pages.Folder, cmdlet.Name + ".md"), 1, $"{cmdlet.Name} has no help. Write this page.")]),
        .. pages.Pages.SelectMany(page => cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == page.Name) is { } cmdlet
            ? TooMuch(page, [cmdlet])
            : [new HelpProblem(page.File, 1, $"There is no cmdlet {page.Name}. Take this page out, or mend its name.")]),
        .. TooMuch(pages.Shared, cmdlets),
    ];

    private static IEnumerable<HelpProblem> Missing(CulturePages pages, HelpPage page, CmdletShape cmdlet)
    {
        if (page.Synopsis.Count == 0)
            yield return new HelpProblem(page.File, 1, $"{cmdlet.Name} has no synopsis. Write '## Synopsis'.");
        if (page.Description.Count == 0)
            yield return new HelpProblem(page.File, 1, $"{cmdlet.Name} has no description. Write '## Description'.");
        if (page.Examples.Count == 0)
            yield return new HelpProblem(page.File, 1, $"{cmdlet.Name} has no example. Write one under '## Examples'.");
        foreach (var example in page.Examples.Where(example => example.Code.Length == 0))
            yield return new HelpProblem(page.File, example.Line, $"The example '{example.Title}' has no code. Write a fenced block.");
        foreach (var parameter in cmdlet.Parameters.Where(parameter => pages.Describe(page, parameter.Name).Count == 0))
        {
            yield return new HelpProblem(
                page.File, 1, $"-{parameter.Name} of {cmdlet.Name} has no description. Write '### -{parameter.Name}' under '## Parameters'.");
        }
    }

    private static IEnumerable<HelpProblem> TooMuch(HelpPage page, IEnumerable<CmdletShape> cmdlets)
    {
        var known = cmdlets.SelectMany(cmdlet => cmdlet.Parameters).Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return page.Parameters.Where(parameter => !known.Contains(parameter.Name)).Select(parameter => new HelpProblem(
            page.File, parameter.Line, $"-{parameter.Name} is described, but no such parameter exists. Take it out, or mend its name."));
    }
}
