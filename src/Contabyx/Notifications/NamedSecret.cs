namespace Contabyx;

/// <summary>A secret by its name: of a vault, or an environment variable. It holds no secret.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsVariable">Whether it is an environment variable; otherwise it is in a vault.</param>
public sealed record NamedSecret(string Name, bool IsVariable)
{
    private const string VaultScheme = "secret:";
    private const string VariableScheme = "env:";

    /// <summary>The accepted forms, for messages.</summary>
    public const string Forms = "secret:NAME for a secret of a vault, or env:NAME for an environment variable";

    /// <summary>Reads <c>secret:NAME</c> or <c>env:NAME</c>; NULL if the text is neither.</summary>
    public static NamedSecret? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (scheme, isVariable) in new[] { (VaultScheme, false), (VariableScheme, true) })
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && text[scheme.Length..].Trim() is { Length: > 0 } name)
                return new NamedSecret(name, isVariable);
        }

        return null;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => (IsVariable ? VariableScheme : VaultScheme) + Name;
}
