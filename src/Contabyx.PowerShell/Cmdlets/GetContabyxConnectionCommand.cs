using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>Shows the connection that cmdlets of this session use.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxConnection")]
[OutputType(typeof(ContabyxConnection))]
public sealed class GetContabyxConnectionCommand : PSCmdlet
{
    /// <summary>Writes the connection.</summary>
    protected override void EndProcessing()
    {
        try
        {
            WriteObject(CurrentConnection.GetOrDefault());
        }
        catch (ContabyxException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }
}
