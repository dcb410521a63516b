using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A cmdlet that works on a connection: the one it is given, else the runspace's last, else the embedded twin.
/// </summary>
public abstract class ConnectedCommand : AsyncCommand
{
    /// <summary>The connection to use.</summary>
    [Parameter(HelpMessage = "The connection to use, from Connect-Contabyx; by default the last one made in this session, "
        + "or else the embedded twin.")]
    [ValidateNotNull]
    public ContabyxConnection? Connection { get; set; }

    private protected ContabyxConnection CurrentOrGiven { get; private set; } = null!;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        try
        {
            CurrentOrGiven = Connection ?? CurrentConnection.GetOrDefault();
        }
        catch (ContabyxException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }

        base.BeginProcessing();
    }
}
