namespace Contabyx.RedshiftEmulator;

/// <summary>Dateparts and their other names: <c>r_Dateparts_for_datetime_functions</c>.</summary>
internal static class DateParts
{
    public static string Find(string name) => name.ToLowerInvariant() switch
    {
        "year" or "years" or "y" or "yr" or "yrs" => "year",
        "quarter" or "quarters" or "qtr" or "qtrs" => "quarter",
        "month" or "months" or "mon" or "mons" => "month",
        "week" or "weeks" or "w" => "week",
        "day" or "days" or "d" => "day",
        "dayofweek" or "dow" or "dw" or "weekday" => "dow",
        "dayofyear" or "doy" or "dy" or "yearday" => "doy",
        "hour" or "hours" or "h" or "hr" or "hrs" => "hour",
        "minute" or "minutes" or "m" or "min" or "mins" => "minute",
        "second" or "seconds" or "s" or "sec" or "secs" => "second",
        "millisecond" or "milliseconds" or "ms" or "msec" or "msecs" => "millisecond",
        "microsecond" or "microseconds" or "us" or "usec" or "usecs" or "microsec" or "microsecs" => "microsecond",
        "epoch" or "timezone" or "timezone_hour" or "timezone_minute" => name.ToLowerInvariant(),
        "millennium" or "millennia" or "mil" or "mils" => "millennium",
        "century" or "centuries" or "c" or "cent" or "cents" => "century",
        "decade" or "decades" or "dec" or "decs" => "decade",
        _ => throw new RedshiftException("22023", $"date part \"{name}\" is not recognized"),
    };
}
