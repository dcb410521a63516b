namespace Contabyx;

/// <summary>
/// Values that break loaders, as <c>New-ContabyxBatch -Faults</c> writes them into <c>LegacyEntries</c>. What a table of
/// Amazon Redshift with the types of <c>sql/legacy-entries.sql</c> refuses is distinguished from what is valid and must
/// arrive unchanged.
/// </summary>
[Flags]
public enum FaultKinds
{
    None = 0,

    /// <summary>A description of more bytes than its column has. Refused.</summary>
    OverLength = 1,

    /// <summary>A description of few characters, but of more bytes than its column has. Refused.</summary>
    Emoji = 1 << 1,

    /// <summary>The date 0000-00-00. Refused.</summary>
    ZeroDate = 1 << 2,

    /// <summary>A day that does not exist, such as 2026-02-30. Refused.</summary>
    ImpossibleDate = 1 << 3,

    /// <summary>An amount with a comma for its decimals. Refused.</summary>
    BadDecimal = 1 << 4,

    /// <summary>An amount of more digits than its column has. Refused.</summary>
    LargeDecimal = 1 << 5,

    /// <summary>A description with a NUL character inside. Refused.</summary>
    NulByte = 1 << 6,

    /// <summary>The reference of the entry before. Valid.</summary>
    Duplicate = 1 << 7,

    /// <summary>Quotes and commas. Valid.</summary>
    Quote = 1 << 8,

    /// <summary>A line break. Valid.</summary>
    LineBreak = 1 << 9,

    /// <summary>Backslashes. Valid.</summary>
    Backslash = 1 << 10,

    /// <summary>The text that stands for NULL in files, <c>\N</c>. Valid.</summary>
    NullMarker = 1 << 11,

    /// <summary>An empty text. Valid, and not NULL.</summary>
    Empty = 1 << 12,

    /// <summary>Blanks at both ends. Valid.</summary>
    Blanks = 1 << 13,

    AllRefused = OverLength | Emoji | ZeroDate | ImpossibleDate | BadDecimal | LargeDecimal | NulByte,

    AllValid = Duplicate | Quote | LineBreak | Backslash | NullMarker | Empty | Blanks,

    All = AllRefused | AllValid,
}
