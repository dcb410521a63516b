using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of secrets: of the vault that -Vault names, or of all.</summary>
public sealed class SecretCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => VaultNames.Secrets($"{parameters["Vault"]}", Patience);
}
