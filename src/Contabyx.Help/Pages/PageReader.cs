using System.Text.RegularExpressions;

namespace Contabyx.Help;

/// <summary>
/// Reads a page. Its headings are the same words in every culture: <c># Verb-Noun</c>, then <c>## Synopsis</c>,
/// <c>## Description</c>, <c>## Parameters</c> with a <c>### -Name</c> each, <c>## Inputs</c>, <c>## Outputs</c>,
/// <c>## Notes</c>, <c>## Examples</c> with a <c>### Title</c> each, and <c>## Related links</c>.
/// </summary>
internal static partial class PageReader
{
    private const string Headings = "Use # NAME, ## Synopsis, ## Description, ## Parameters, ### -PARAMETER, "
        + "## Inputs, ## Outputs, ## Notes, ## Examples, ### TITLE, ## Related links.";

    /// <param name="file">Its path.</param>
    /// <param name="problems">Receives what is wrong with its form.</param>
    public static HelpPage Read(string file, ICollection<HelpProblem> problems)
    {
        var sections = PageSection.Split(File.ReadAllLines(file));
        var page = new HelpPage { File = file, Name = Path.GetFileNameWithoutExtension(file) };
        var parent = "";
        foreach (var section in sections)
        {
            parent = section.Level < 3 ? section.Title : parent;
            if (Add(page, section, parent) is { } more)
                page = more;
            else
                problems.Add(new HelpProblem(file, section.Line, $"'{section.Title}' is not a known heading. {Headings}"));
        }

        return page;
    }

    private static HelpPage? Add(HelpPage page, PageSection section, string parent) => (section.Level, parent) switch
    {
        (1, _) when section.Title == page.Name => page,
        (2, "Synopsis") => page with { Synopsis = PageText.Paragraphs(section.Lines) },
        (2, "Description") => page with { Description = PageText.Paragraphs(section.Lines) },
        (2, "Inputs") => page with { Inputs = PageText.Paragraphs(section.Lines) },
        (2, "Outputs") => page with { Outputs = PageText.Paragraphs(section.Lines) },
        (2, "Notes") => page with { Notes = PageText.Paragraphs(section.Lines) },
        (2, "Related links") => page with { Links = [.. PageText.Paragraphs(section.Lines).Select(Link)] },
        (2, "Parameters" or "Examples") => page,
        (3, "Parameters") when section.Title.StartsWith('-') =>
            page with { Parameters = [.. page.Parameters, Parameter(section)] },
        (3, "Examples") => page with { Examples = [.. page.Examples, Example(section)] },
        _ => null,
    };

    private static HelpParameter Parameter(PageSection section) =>
        new(section.Title[1..], section.Line, PageText.Paragraphs(section.Lines));

    private static HelpExample Example(PageSection section)
    {
        var (code, remarks) = PageText.SplitExample(section.Lines);
        return new HelpExample(section.Title, section.Line, code, remarks);
    }

    private static HelpLink Link(string item)
    {
        var text = item.TrimStart('-', ' ');
        return WebLink().Match(text) is { Success: true } web
            ? new HelpLink(web.Groups["text"].Value, web.Groups["address"].Value)
            : new HelpLink(text, "");
    }

    [GeneratedRegex(@"^\[(?<text>[^\]]+)\]\((?<address>[^)]+)\)$")]
    private static partial Regex WebLink();
}
