using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Reads the argument of a parameter as a time of the day: <c>2am</c>, <c>14:00</c>. Times of .NET are accepted as they are.
/// A number is refused: PowerShell itself would read it as ten-millionths of a second.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeOfDayAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            TimeSpan time when time >= TimeSpan.Zero && time < Day => time,
            TimeOnly time => time.ToTimeSpan(),
            DateTime moment => moment.TimeOfDay,
            string text when TimeOfDay.TryParse(text) is { } time => time.ToTimeSpan(),
            var other => throw new ArgumentTransformationMetadataException(
                $"'{other}' is not a time of the day. Write it as {TimeOfDay.Forms}."),
        };
}
