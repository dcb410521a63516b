using System.Globalization;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Reads the argument of a parameter as a date or a time of the Gregorian calendar, whatever the session's culture is:
/// PowerShell itself would read <c>2015-07-06</c> in the session's calendar. Texts must be ISO 8601; days and times of
/// .NET are accepted as they are, including those that were saved and read back.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CalendarTimeAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d"];
    private static readonly string[] Times =
        ["yyyy-M-dTHH:mm", "yyyy-M-dTHH:mm:ss", "yyyy-M-dTHH:mm:ss.FFFFFFF", "yyyy-M-dTHH:mmK", "yyyy-M-dTHH:mm:ss.FFFFFFFK"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            DateTime time => time,
            DateOnly day => day.ToDateTime(TimeOnly.MinValue),
            DateTimeOffset moment => moment.UtcDateTime,
            string text => Parse(text.Trim()),
            PSCustomObject when DayOf((PSObject)inputData!) is { } day => day,
            var other => throw new ArgumentTransformationMetadataException(
                $"{other} ({other.GetType().Name}) is not a date. Give it as 2015-07-06, or as [datetime] or [DateOnly]."),
        };

    private static DateTime Parse(string text)
    {
        var calendar = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, Days, calendar, DateTimeStyles.None, out var day))
            return day;
        if (DateTime.TryParseExact(text.Replace(' ', 'T'), Times, calendar, DateTimeStyles.RoundtripKind, out var time))
            return time;
        throw new ArgumentTransformationMetadataException(
            $"'{text}' is not a date that means the same everywhere. Write it as "
                + "2015-07-06 (year-month-day), or with a time as 2015-07-06T14:30.");
    }

    // A DateOnly that went through Export-Clixml, ConvertTo-Json or a job is only a bag of its properties.
    private static DateTime? DayOf(PSObject saved) =>
        SavedObject.ToJson(saved)?.GetValueKind() == System.Text.Json.JsonValueKind.String
            ? Parse(SavedObject.ToJson(saved)!.GetValue<string>()) : null;
}
