namespace Contabyx;

/// <summary>How rows are taken from a source that is a server.</summary>
public sealed record SourceSettings
{
    /// <summary>The user's password; NULL for none.</summary>
    public Secret? Password { get; init; }

    /// <summary>What becomes of MySQL's zero dates; <see cref="ZeroDatePolicy.Error"/> by default.</summary>
    public ZeroDatePolicy ZeroDates { get; init; }

    /// <summary>
    /// Whether <c>TINYINT(1)</c> is a boolean; false by default, since it can hold -128 to 127 and a boolean would
    /// lose them.
    /// </summary>
    public bool TinyIntAsBoolean { get; init; }

    /// <summary>
    /// Connections that read a snapshot side by side, 1 or more; NULL, the default, for one per processor, 4 at most.
    /// </summary>
    public int? Readers { get; init; }
}
