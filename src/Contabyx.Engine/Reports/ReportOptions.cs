namespace Contabyx.Engine.Reports;

/// <summary>How a report is written.</summary>
/// <param name="Language">The language of its words and numbers.</param>
public sealed record ReportOptions(ReportLanguage Language)
{
    /// <summary>Whose report it is; NULL for no name.</summary>
    public string? Company { get; init; }

    /// <summary>The currency of the books as three letters ("ISO 4217"), such as <c>BRL</c>.</summary>
    public string Currency { get; init; } = "BRL";
}
