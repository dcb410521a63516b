namespace Contabyx;

/// <summary>A language that reports are written in.</summary>
public enum ReportLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Brazilian Portuguese.</summary>
    Pt,
}
