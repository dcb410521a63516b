using System.Globalization;

namespace Contabyx;

/// <summary>Sizes, durations, days and times as the views show them.</summary>
public static class Figure
{
    private static readonly (double Bytes, string Name)[] Units = [(1L << 30, "GB"), (1L << 20, "MB"), (1L << 10, "KB")];

    /// <summary>A size with one decimal, such as <c>1.5 MB</c>; a KB has 1,024 bytes.</summary>
    /// <param name="bytes">The size in bytes.</param>
    public static string Size(long bytes)
    {
        foreach (var (unit, name) in Units)
        {
            if (bytes >= unit)
                return string.Create(CultureInfo.CurrentCulture, $"{bytes / unit:N1} {name}");
        }

        return string.Create(CultureInfo.CurrentCulture, $"{bytes:N0} B");
    }

    /// <summary>A duration: seconds with one decimal below a minute, otherwise <c>h:mm:ss</c> with all hours.</summary>
    /// <param name="elapsed">The duration.</param>
    public static string Elapsed(TimeSpan elapsed) => elapsed.TotalSeconds < 60
        ? string.Create(CultureInfo.CurrentCulture, $"{elapsed.TotalSeconds:N1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)elapsed.TotalHours}:{elapsed:mm\\:ss}");

    /// <summary>A day as <c>2026-11-30</c>, in every culture. PowerShell reads a saved day back as its three numbers.</summary>
    /// <param name="year">The year; NULL for no day, which gives NULL.</param>
    /// <param name="month">The month.</param>
    /// <param name="day">The day of the month.</param>
    public static string? Day(int? year, int? month, int? day) =>
        year is null ? null : string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");

    /// <summary>A time as <c>2026-11-30 02:00:07</c>, in every culture.</summary>
    /// <param name="time">The time; NULL gives NULL.</param>
    public static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
