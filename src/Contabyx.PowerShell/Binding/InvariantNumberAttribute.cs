using System.Globalization;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Reads a text as a number with a decimal point, whatever the session's culture is: in German, PowerShell itself would
/// read <c>0.001</c> as 1.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InvariantNumberAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
            return inputData;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a number. Write it with a decimal point, such as 0.001.");
    }
}
