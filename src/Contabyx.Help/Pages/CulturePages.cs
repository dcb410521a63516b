namespace Contabyx.Help;

/// <summary>The pages of one culture: one per cmdlet, and one for parameters that several cmdlets have.</summary>
/// <param name="Folder">The folder they are in.</param>
/// <param name="Pages">The pages of cmdlets.</param>
/// <param name="Shared">
/// The page <c>Shared.md</c>, which has only descriptions of parameters. They apply wherever a cmdlet's own page says
/// nothing.
/// </param>
internal sealed record CulturePages(string Folder, IReadOnlyList<HelpPage> Pages, HelpPage Shared)
{
    private const string SharedName = "Shared";

    /// <param name="folder">The folder, named for the culture.</param>
    /// <param name="problems">Receives what is wrong with their form.</param>
    public static CulturePages Read(string folder, ICollection<HelpProblem> problems)
    {
        var pages = Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal)
            .Select(file => PageReader.Read(file, problems))
            .ToLookup(page => page.Name == SharedName);
        var shared = pages[true].FirstOrDefault()
            ?? new HelpPage { File = Path.Combine(folder, SharedName + ".md"), Name = SharedName };
        return new CulturePages(folder, [.. pages[false]], shared);
    }

    /// <summary>Where the page of a cmdlet belongs.</summary>
    /// <param name="cmdlet">The cmdlet's name.</param>
    public string PathOf(string cmdlet) => Path.Combine(Folder, cmdlet + ".md");

    /// <summary>The page of a cmdlet; NULL when there is none.</summary>
    /// <param name="cmdlet">The cmdlet's name.</param>
    public HelpPage? Find(string cmdlet) => Pages.FirstOrDefault(page => page.Name == cmdlet);

    /// <summary>
    /// The description of a parameter, from the cmdlet's own page or the shared one; empty when neither has one.
    /// </summary>
    /// <param name="page">The cmdlet's page.</param>
    /// <param name="parameter">The parameter's name.</param>
    public IReadOnlyList<string> Describe(HelpPage page, string parameter) =>
        (page.Find(parameter) ?? Shared.Find(parameter))?.Text ?? [];
}
