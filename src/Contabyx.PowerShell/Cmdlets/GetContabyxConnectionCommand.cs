using System.Management.Automation;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>Shows the connection that cmdlets of this session use.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxConnection")]
[OutputType(typeof(ContabyxConnection))]
public sealed class GetContabyxConnectionCommand : PSCmdlet
{
    /// <summary>Writes the connection.</summary>
    protected override void EndProcessing() =>
        WriteObject(CurrentConnection.Get() ?? EmbeddedTwin.Connection(EmbeddedTwin.Home));
}
