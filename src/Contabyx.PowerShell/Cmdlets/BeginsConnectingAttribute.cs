using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Notes that <c>Connect-Contabyx</c> was begun, as soon as PowerShell binds the parameter: a value that it then refuses ends
/// the cmdlet before any of its code runs, and the next cmdlet must not work on an earlier connection or the twin.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BeginsConnectingAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        CurrentConnection.Begin();
        return inputData;
    }
}
