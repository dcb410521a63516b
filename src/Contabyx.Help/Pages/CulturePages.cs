namespace Contabyx.Help;

/// <summary>The pages of one culture: one per cmdlet, and one for parameters that several cmdlets have.</summary>
/// <param name="Folder">The folder they are in.</param>
/// <param name="Pages">The pages of cmdlets.</param>
/// <param name="Shared">
/// The page <c>Shared.md</c>, which has descriptions of parameters only. They hold wherever a cmdlet's own page says
/// nothing.
/// </param>
internal sealed record CulturePages(string Folder, IReadOnlyList<HelpPage> Pages, HelpPage Shared)
{
    private const string SharedName = "Shared";

    /// <param name="folder">The folder, named for the culture.</param>
    /// <param name="problems">Gets what is wrong with their form.</param>
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

    /// <summary>What is said of a parameter: by the cmdlet's own page or the shared one; empty when by none.</summary>
    /// <param name="page">The cmdlet's page.</param>
    /// <param name="parameter">The parameter's name.</param>
    public IReadOnlyList<string> Describe(HelpPage page, string parameter) =>
        (page.Find(parameter) ?? Shared.Find(parameter))?.Text ?? [];
}
