using System.Xml.Linq;
using static Contabyx.Help.MamlNames;

namespace Contabyx.Help;

/// <summary>Writes the help of one cmdlet.</summary>
internal static class MamlCommand
{
    /// <summary>The help of a cmdlet.</summary>
    /// <param name="pages">All pages of the culture.</param>
    public static XElement Build(CmdletShape cmdlet, HelpPage page, CulturePages pages)
    {
        var parameters = cmdlet.Parameters
            .Select(parameter => new MamlParameter(parameter, pages.Describe(page, parameter.Name))).ToList();
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                Description(page.Synopsis),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun)),
            Description(page.Description),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet.Name, set, parameters))),
            new XElement(Command + "parameters", parameters
                .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter => parameter.Build())),
            new XElement(Command + "inputTypes", Typed("inputType", Inputs(cmdlet), page.Inputs)),
            new XElement(Command + "returnValues", Typed("returnValue", cmdlet.Outputs, page.Outputs)),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paras(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", page.Links.Select(Link)));
    }

    private static XElement Syntax(string cmdlet, string set, IEnumerable<MamlParameter> parameters) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet),
        parameters.Where(parameter => parameter.PlaceIn(set) is not null)
            .OrderBy(parameter => parameter.PlaceIn(set)!.Position ?? int.MaxValue)
            .ThenByDescending(parameter => parameter.PlaceIn(set)!.Mandatory)
            .Select(parameter => parameter.BuildFor(set)));

    private static List<string> Inputs(CmdletShape cmdlet) => [.. cmdlet.Parameters
        .Where(parameter => parameter.Places.Any(place => place.ByValue || place.ByPropertyName))
        .Select(parameter => parameter.FullType).Distinct().DefaultIfEmpty("None")];

    private static IEnumerable<XElement> Typed(
        string element, IReadOnlyList<string> types, IReadOnlyList<string> text) =>
        types.Select((type, i) => new XElement(
            Command + element,
            new XElement(Dev + "type", new XElement(Maml + "name", type)),
            Description(i == 0 ? text : [])));

    // An empty paragraph separates an example from the next one.
    private static XElement Example(HelpExample example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"------- {index + 1}: {example.Title} -------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paras([.. example.Remarks, ""])));

    // An address is put into the text: as the URI of a link, Get-Help -Online would take it for this cmdlet's own page.
    private static XElement Link(HelpLink link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Address.Length > 0 ? $"{link.Text}: {link.Address}" : link.Text));
}
