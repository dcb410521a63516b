namespace Contabyx.Help;

/// <summary>The help of one cmdlet in one culture, as it was written.</summary>
internal sealed record HelpPage
{
    /// <summary>The page's path.</summary>
    public required string File { get; init; }

    /// <summary>The cmdlet's name: the heading of the page.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public IReadOnlyList<string> Synopsis { get; init; } = [];

    /// <summary>What it does, to what, and what happens when it fails.</summary>
    public IReadOnlyList<string> Description { get; init; } = [];

    /// <summary>The descriptions of the parameters.</summary>
    public IReadOnlyList<HelpParameter> Parameters { get; init; } = [];

    /// <summary>What the input is used for.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What the output contains.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>What else is useful to know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<HelpExample> Examples { get; init; } = [];

    /// <summary>Names of cmdlets and topics, or titles and addresses of web pages.</summary>
    public IReadOnlyList<HelpLink> Links { get; init; } = [];

    /// <summary>The description of a parameter; NULL when the page has none.</summary>
    /// <param name="name">The parameter's name, without the dash.</param>
    public HelpParameter? Find(string name) =>
        Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a page says about a parameter.</summary>
/// <param name="Name">The parameter's name, without the dash.</param>
/// <param name="Line">The line of its heading.</param>
/// <param name="Text">The description.</param>
internal sealed record HelpParameter(string Name, int Line, IReadOnlyList<string> Text);

/// <param name="Title">What it shows.</param>
/// <param name="Line">The line of its heading.</param>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">What happens then.</param>
internal sealed record HelpExample(string Title, int Line, string Code, IReadOnlyList<string> Remarks);

/// <summary>A related thing to read.</summary>
/// <param name="Text">The name of a cmdlet or topic, or the title of a web page.</param>
/// <param name="Address">The web page's address; empty for a cmdlet or topic.</param>
internal sealed record HelpLink(string Text, string Address);
