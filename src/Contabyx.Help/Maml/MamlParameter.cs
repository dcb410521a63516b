using System.Xml.Linq;
using static Contabyx.Help.MamlNames;

namespace Contabyx.Help;

/// <summary>Writes one parameter, for the list of parameters and for the syntax of each parameter set.</summary>
/// <param name="text">Its description.</param>
internal sealed class MamlParameter(ParameterShape shape, IReadOnlyList<string> text)
{
    public string Name => shape.Name;

    /// <summary>The parameter's place in a set; NULL when the set does not have it.</summary>
    /// <param name="set">The set's name.</param>
    public ParameterPlace? PlaceIn(string set) => shape.In(set);

    /// <summary>The parameter for the list of parameters.</summary>
    public XElement Build() => Build(shape.Places[0]);

    /// <summary>The parameter for the syntax of a set that has it.</summary>
    /// <param name="set">The set's name.</param>
    public XElement BuildFor(string set)
    {
        var element = Build(shape.In(set)!);
        if (shape.Choices.Count > 0)
            element.Add(new XElement(Command + "parameterValueGroup", shape.Choices.Select(Choice)));
        return element;
    }

    private XElement Build(ParameterPlace place) => new(
        Command + "parameter",
        new XAttribute("required", place.Mandatory),
        new XAttribute("variableLength", shape.IsArray),
        new XAttribute("globbing", shape.Wildcards),
        new XAttribute("pipelineInput", Pipeline(place)),
        new XAttribute("position", place.Position?.ToString() ?? "named"),
        new XAttribute("aliases", shape.Aliases.Count > 0 ? string.Join(", ", shape.Aliases) : "none"),
        new XElement(Maml + "name", shape.Name),
        Description(text),
        shape.IsSwitch ? null : Value(shape.Type),
        new XElement(Dev + "type", new XElement(Maml + "name", shape.FullType), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", shape.Default ?? "None"));

    private XElement Value(string value) => new(
        Command + "parameterValue",
        new XAttribute("required", true),
        new XAttribute("variableLength", shape.IsArray),
        value);

    private static XElement Choice(string value) => new(
        Command + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), value);

    private static string Pipeline(ParameterPlace place) => (place.ByValue, place.ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
