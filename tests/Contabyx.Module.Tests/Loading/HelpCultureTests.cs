using System.Xml.Linq;

namespace Contabyx.ModuleTests;

/// <summary>Help comes in English and in Brazilian Portuguese, and says the same in both.</summary>
public sealed class HelpCultureTests
{
    private static readonly string Module = Path.GetDirectoryName(Built.Manifest)!;

    [Theory]
    [InlineData("pt-BR", "Grava dias de livros realistas na origem, uma transação por lote.")]
    [InlineData("en-US", "Writes days of realistic books to the source, one transaction per batch.")]
    [InlineData("fr-FR", "Writes days of realistic books to the source, one transaction per batch.")]
    public void Help_is_in_the_language_of_the_user_or_else_in_English(string culture, string synopsis)
    {
        using var session = new Session();

        var found = session.Run(
            "[CultureInfo]::CurrentUICulture = $args[0]; (Get-Help New-ContabyxBatch).Synopsis; "
                + "(Get-Help about_Contabyx_Scheduling).Length", culture);

        Assert.Equal(synopsis, $"{found[0]}".Trim());
        Assert.True((int)found[1].BaseObject > 1000);
    }

    [Fact]
    public void The_two_languages_have_the_same_cmdlets_parameters_and_examples()
    {
        Assert.Equal(Bones("en-US"), Bones("pt-BR"));
        Assert.Equal(
            Topics("en-US"), Topics("pt-BR"));
    }

    [Fact]
    public void No_paragraph_was_left_in_English()
    {
        var english = Paragraphs("en-US").Where(text => text.Split(' ').Length > 4).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(english);
        Assert.DoesNotContain(Paragraphs("pt-BR"), english.Contains);
    }

    private static XDocument Load(string culture) =>
        XDocument.Load(Path.Combine(Module, culture, "Contabyx.PowerShell.dll-Help.xml"));

    private static string[] Topics(string culture) =>
        [.. Directory.EnumerateFiles(
            Path.Combine(Module, culture), "about_*.help.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string[] Bones(string culture) =>
        [.. Load(culture).Descendants().Where(element => element.Name.LocalName is "name" or "code").Select(element => element.Value)];

    private static string[] Paragraphs(string culture) =>
        [.. Load(culture).Descendants().Where(element => element.Name.LocalName == "para").Select(element => element.Value)];
}
