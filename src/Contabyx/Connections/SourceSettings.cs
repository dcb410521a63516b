namespace Contabyx;

/// <summary>How rows are read from a source that is a server.</summary>
public sealed record SourceSettings
{
    /// <summary>How the user logs in; with <see cref="Password"/> by default.</summary>
    public LoginKind Login { get; init; }

    /// <summary>The user's password; NULL for none.</summary>
    public Secret? Password { get; init; }

    /// <summary>How to handle MySQL's zero dates; <see cref="ZeroDatePolicy.Error"/> by default.</summary>
    public ZeroDatePolicy ZeroDates { get; init; }

    /// <summary>
    /// Whether <c>TINYINT(1)</c> is a boolean; false by default, since it can hold -128 to 127 and a boolean would
    /// lose them.
    /// </summary>
    public bool TinyIntAsBoolean { get; init; }

    /// <summary>
    /// How many connections read a snapshot in parallel, 1 or more; NULL, the default, for one per processor, 4 at most.
    /// </summary>
    public int? Readers { get; init; }

    /// <summary>What was chosen; secrets never.</summary>
    public override string ToString() => $"Login: {Login}; ZeroDates: {ZeroDates}; TinyIntAsBoolean: {TinyIntAsBoolean}";
}
