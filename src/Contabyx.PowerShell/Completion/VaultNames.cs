using System.Management.Automation.Runspaces;

namespace Contabyx.PowerShell;

/// <summary>
/// Looks up the names of vaults and secrets of Microsoft.PowerShell.SecretManagement. It asks the vaults in a runspace of its own,
/// which has no user: Get-SecretInfo would let a locked vault ask for its password in the middle of a command line.
/// </summary>
internal static class VaultNames
{
    private const string VaultScript = "Get-SecretVault -ErrorAction Stop | ForEach-Object Name";

    // https://github.com/PowerShell/SecretManagement, "Extension vault modules": the nested module NAME.Extension has Get-SecretInfo
    // with these parameters. A vault that is locked or broken has no names.
    private const string SecretScript = """
        param([string] $Vault)
        foreach ($one in Get-SecretVault -ErrorAction Stop | Where-Object { -not $Vault -or $_.Name -eq $Vault }) {
            try {
                $module = Import-Module -Name $one.ModulePath -PassThru -ErrorAction Stop
                $more = @{}
                foreach ($key in $one.VaultParameters.Keys) { $more[$key] = $one.VaultParameters[$key] }
                & $module "$($one.ModuleName).Extension\Get-SecretInfo" -Filter '*' -VaultName $one.Name -AdditionalParameters $more |
                    ForEach-Object Name
            }
            catch { continue }
        }
        """;

    /// <summary>The vaults; none if there is no answer in time.</summary>
    /// <param name="patience">How long to wait.</param>
    public static IEnumerable<string> Vaults(TimeSpan patience) => Run(VaultScript, null, patience);

    /// <summary>The secrets, each once; none if there is no answer in time.</summary>
    /// <param name="vault">The vault; empty for all.</param>
    /// <param name="patience">How long to wait.</param>
    public static IEnumerable<string> Secrets(string vault, TimeSpan patience) => Run(SecretScript, vault, patience).Distinct();

    private static IEnumerable<string> Run(string script, string? vault, TimeSpan patience)
    {
        var shell = System.Management.Automation.PowerShell.Create(InitialSessionState.CreateDefault2());
        shell.AddScript(script);
        if (vault is not null)
            shell.AddParameter("Vault", vault);
        var asking = Task.Run(() => shell.Invoke<string>());
        var answered = Task.WaitAny([asking], patience) == 0;
        if (!answered)
            shell.BeginStop(null, null);
        // Whoever has not answered in time is not waited for at the end either.
        _ = asking.ContinueWith(_ => shell.Dispose(), TaskScheduler.Default);
        return answered && asking.IsCompletedSuccessfully ? asking.Result.Order(StringComparer.OrdinalIgnoreCase) : [];
    }
}
