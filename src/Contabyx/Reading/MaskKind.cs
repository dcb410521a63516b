namespace Contabyx;

/// <summary>What is loaded instead of a column's values. NULL stays NULL.</summary>
public enum MaskKind
{
    /// <summary>
    /// HMAC-SHA256 with a secret key, as 64 hexadecimal digits. The same value always gives the same text, so joins
    /// still work.
    /// </summary>
    Hash,

    /// <summary>Asterisks, and the last four characters; of a value of up to eight characters, asterisks only.</summary>
    Last4,

    /// <summary>NULL.</summary>
    Null,

    /// <summary>A fixed text.</summary>
    Redact,
}
