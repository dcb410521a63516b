using System.Xml.Linq;

namespace Contabyx.Help;

/// <summary>
/// The namespaces of MAML, and the elements that recur ("How to create the cmdlet help file" in the documentation of
/// PowerShell's SDK).
/// </summary>
internal static class MamlNames
{
    public static readonly XNamespace Root = "http://msh";

    /// <summary>Text.</summary>
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    /// <summary>Code.</summary>
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Paragraphs.</summary>
    /// <param name="paragraphs">Their texts.</param>
    public static IEnumerable<XElement> Paras(IEnumerable<string> paragraphs) =>
        paragraphs.Select(text => new XElement(Maml + "para", text));

    public static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paras(paragraphs));
}
