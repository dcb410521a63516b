using System.Globalization;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Dates and times: <c>r_DATEFORMAT_and_TIMEFORMAT_strings</c>. Of 'auto' the ISO forms are known here, no others.
/// </summary>
internal static class TimeField
{
    private static readonly string[] Dates = ["yyyy-MM-dd"];
    private static readonly string[] AutoDates = ["yyyy-MM-dd", "yyyyMMdd", "yyyy.MM.dd", "yyyy/MM/dd", "MM/dd/yyyy"];
    private static readonly string[] Times = ["HH:mm:ss.FFFFFF", "HH:mm:ss", "HH:mm"];
    private static readonly string[] Stamps = ["yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] AutoStamps =
        [.. Stamps, "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    public static void Write(ReadOnlySpan<byte> field, string type, CopyCommand command, RowBuffer rows)
    {
        var text = Encoding.UTF8.GetString(field);
        switch (type)
        {
            case "date":
                if (!Matches(text, command.DateFormat == "auto" ? AutoDates : Dates))
                    throw new LoadErrorException(1205, "Invalid Date Format - length must be 10 or more");
                rows.Add(Parsed(text, AutoDates, "yyyy-MM-dd"));
                break;
            case "time" or "timetz":
                if (!Matches(type == "time" ? text : WithoutZone(text), Times))
                    throw new LoadErrorException(1206, "Invalid time format or value");
                rows.AddText(field);
                break;
            default:
                Stamp(text, type, command, rows);
                break;
        }
    }

    private static void Stamp(string text, string type, CopyCommand command, RowBuffer rows)
    {
        if (command.TimeFormat.StartsWith("epoch", StringComparison.Ordinal))
        {
            if (!decimal.TryParse(text, CultureInfo.InvariantCulture, out var number))
                throw new LoadErrorException(1206, "Invalid timestamp format or value");
            var microseconds = (long)(number * (command.TimeFormat == "epochsecs" ? 1000000 : 1000));
            var stamp = DateTime.UnixEpoch.AddTicks(microseconds * 10);
            rows.Add(Encoding.ASCII.GetBytes(stamp.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)));
            rows.Add(type == "timestamptz" ? "+00"u8 : []);
            return;
        }

        var formats = command.TimeFormat == "auto" ? AutoStamps : Stamps;
        if (!Matches(type == "timestamptz" ? WithoutZone(text) : text, formats))
            throw new LoadErrorException(1206, "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]");
        rows.AddText(Encoding.UTF8.GetBytes(text));
    }

    private static bool Matches(string text, string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static byte[] Parsed(string text, string[] formats, string shown) => Encoding.ASCII.GetBytes(DateTime
        .ParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None)
        .ToString(shown, CultureInfo.InvariantCulture));

    private static string WithoutZone(string text)
    {
        if (text.EndsWith('Z'))
            return text[..^1];
        var sign = text.LastIndexOfAny(['+', '-']);
        return sign > text.IndexOf(':', StringComparison.Ordinal) ? text[..sign].TrimEnd() : text;
    }
}
