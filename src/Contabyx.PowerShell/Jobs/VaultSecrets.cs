using System.Management.Automation;
using System.Net;
using System.Security;

namespace Contabyx.PowerShell;

/// <summary>
/// Reads secrets of the module Microsoft.PowerShell.SecretManagement, or of any other module with a Get-Secret command.
/// </summary>
internal static class VaultSecrets
{
    private const string Command = "Get-Secret";

    /// <summary>Reads a secret. Runs on the pipeline's thread.</summary>
    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="vault">The vault; NULL for the default one.</param>
    /// <exception cref="SettingException">It does not exist or cannot be read.</exception>
    public static NetworkCredential Read(PSCmdlet cmdlet, string name, string? vault)
    {
        if (cmdlet.InvokeCommand.GetCommand(Command, CommandTypes.All) is null)
        {
            throw new SettingException(
                name, "it is a secret, but there is no Get-Secret command to read it.",
                "Install Microsoft.PowerShell.SecretManagement and the extension of your vault, or use a settings file instead (EnvFile).");
        }

        try
        {
            var script = ScriptBlock.Create(
                "param($name, $vault) $place = @{}; if ($vault) { $place.Vault = $vault }; "
                    + "Get-Secret -Name $name @place -ErrorAction Stop");
            var found = cmdlet.InvokeCommand.InvokeScript(false, script, null, name, vault!);
            return found.Select(one => Of(one.BaseObject)).OfType<NetworkCredential>().FirstOrDefault()
                ?? throw new SettingException(
                    name, "the secret is neither a credential nor text.", "Store it as a PSCredential or as a password.");
        }
        catch (RuntimeException e)
        {
            throw new SettingException(name, $"the secret cannot be read: {e.Message}", "Unlock the vault, or check the secret's name.", e);
        }
    }

    private static NetworkCredential? Of(object secret) => secret switch
    {
        PSCredential credential => credential.GetNetworkCredential() is var whole
            ? new NetworkCredential(credential.UserName, whole.SecurePassword) : null,
        SecureString text => new NetworkCredential("", text),
        string text => new NetworkCredential("", text),
        _ => null,
    };
}
