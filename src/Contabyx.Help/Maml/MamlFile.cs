using System.Xml.Linq;

namespace Contabyx.Help;

/// <summary>Writes the help of a module as MAML, the form that <c>Get-Help</c> reads.</summary>
internal static class MamlFile
{
    /// <summary>The help of all cmdlets.</summary>
    public static XElement Build(IEnumerable<CmdletShape> cmdlets, CulturePages pages) => new(
        MamlNames.Root + "helpItems",
        new XAttribute("schema", "maml"),
        cmdlets.Select(cmdlet => MamlCommand.Build(cmdlet, pages.Find(cmdlet.Name)!, pages)));
}
