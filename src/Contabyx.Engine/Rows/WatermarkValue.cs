using System.Globalization;

namespace Contabyx.Engine.Rows;

/// <summary>A value of a column that distinguishes new rows from old ones.</summary>
/// <param name="Type">The column's type.</param>
/// <param name="Units">The value as a row block stores it: a number without its decimal point, days, or microseconds.</param>
internal readonly record struct WatermarkValue(ColumnType Type, Int128 Units)
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly DateTime Epoch = DateTime.UnixEpoch;
    private static readonly Int128 FirstMicrosecond = (DateTime.MinValue.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    private static readonly Int128 LastMicrosecond = (DateTime.MaxValue.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Whether a column of this type can be a watermark.</summary>
    public static bool Fits(ColumnType type) => type.Kind is ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64
        or ColumnKind.Decimal or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz;

    /// <summary>The value of a moment in a column of dates or times; NULL for numbers.</summary>
    public static WatermarkValue? Of(ColumnType type, DateTimeOffset moment)
    {
        var microseconds = (moment.UtcDateTime.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return type.Kind switch
        {
            ColumnKind.Date => new WatermarkValue(type, microseconds / MicrosecondsPerDay),
            ColumnKind.Timestamp or ColumnKind.TimestampTz => new WatermarkValue(type, microseconds),
            _ => null,
        };
    }

    /// <summary>Reads a value in the format of CSV files.</summary>
    /// <returns>NULL for anything else.</returns>
    public static WatermarkValue? TryParse(ColumnType type, string text)
    {
        if (type.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz)
        {
            var plain = type.Kind == ColumnKind.TimestampTz && text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3] : text;
            string[] formats = type.Kind == ColumnKind.Date ? ["yyyy-MM-dd"] : ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];
            return DateTime.TryParseExact(
                plain, formats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? Of(type, time)
                : null;
        }

        return TryParseNumber(text, type.Scale) is { } units ? new WatermarkValue(type, units) : null;
    }

    /// <summary>The value a distance before this one.</summary>
    /// <param name="lookback">A number for numbers, else a time span such as <c>1.00:00:00</c>; NULL for none.</param>
    /// <returns>NULL if the distance is not valid for the type.</returns>
    public WatermarkValue? Less(string? lookback)
    {
        if (lookback is null)
            return this;
        if (Type.Kind is not (ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz))
            return TryParseNumber(lookback, Type.Scale) is { } units && units >= 0 ? this with { Units = Units - units } : null;
        if (!TimeSpan.TryParse(lookback, CultureInfo.InvariantCulture, out var span) || span < TimeSpan.Zero)
            return null;
        Int128 distance = span.Ticks / TimeSpan.TicksPerMicrosecond;
        return this with
        {
            // Whole days: part of a day counts as a day.
            Units = Units - (Type.Kind == ColumnKind.Date ? (distance + MicrosecondsPerDay - 1) / MicrosecondsPerDay : distance),
        };
    }

    /// <summary>The value in the format of CSV files.</summary>
    public override string ToString() => Type.Kind switch
    {
        ColumnKind.Date => Moment(Units * MicrosecondsPerDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnKind.Timestamp => TimeText(),
        ColumnKind.TimestampTz => TimeText() + "+00",
        _ => ExactDecimal.Format(Units, Type.Scale),
    };

    private string TimeText() => Moment(Units) is { } time && time.Ticks % TimeSpan.TicksPerSecond == 0
        ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : Moment(Units).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static DateTime Moment(Int128 microseconds) =>
        Epoch.AddTicks((long)Int128.Clamp(microseconds, FirstMicrosecond, LastMicrosecond) * TimeSpan.TicksPerMicrosecond);

    private static Int128? TryParseNumber(string text, int scale)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (fraction.Length > scale || (point >= 0 && fraction.Length == 0))
            return null;
        var digits = (point < 0 ? text : text[..point]) + fraction.PadRight(scale, '0');
        return Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units) ? units : null;
    }
}
