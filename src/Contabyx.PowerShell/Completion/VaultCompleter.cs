using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of vaults that are registered with Microsoft.PowerShell.SecretManagement.</summary>
public sealed class VaultCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => VaultNames.Vaults(Patience);
}
