using System.Globalization;

namespace Contabyx;

/// <summary>
/// The times of a task, in the machine's time zone: one time of the day, or regular intervals from midnight on; on every
/// day, or on some days of the week. Only what Windows, systemd and cron all support is accepted.
/// </summary>
public sealed record TaskSchedule
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private TaskSchedule(TimeOnly first, TimeSpan step, IEnumerable<DayOfWeek> days)
    {
        First = first;
        Step = step;
        var distinct = days.Distinct().Order().ToArray();
        Days = distinct.Length == 7 ? [] : distinct;
    }

    /// <summary>The first time of a day, in whole minutes.</summary>
    public TimeOnly First { get; }

    /// <summary>The interval between two times of a day; a whole day for a single time.</summary>
    public TimeSpan Step { get; }

    /// <summary>The days of the week, Sunday first; empty for all of them.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; }

    /// <summary>Whether a day has only one time.</summary>
    public bool IsOncePerDay => Step == Day;

    /// <summary>Once a day.</summary>
    /// <param name="at">The time, in whole minutes.</param>
    /// <param name="days">The days of the week; none for all.</param>
    /// <exception cref="TaskRefusedException">The time has seconds.</exception>
    public static TaskSchedule Once(TimeOnly at, IEnumerable<DayOfWeek> days)
    {
        if (at.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new TaskRefusedException(
                $"the time {at:HH:mm:ss.FFFFFFF}", "is not a whole minute.", "Use whole minutes: -At 02:30.");
        }

        return new TaskSchedule(at, Day, days);
    }

    /// <summary>At regular intervals, from midnight on.</summary>
    /// <param name="step">A number of minutes that divides an hour, or a number of hours that divides a day.</param>
    /// <param name="days">The days of the week; none for all.</param>
    /// <exception cref="TaskRefusedException">The step divides neither.</exception>
    public static TaskSchedule Every(TimeSpan step, IEnumerable<DayOfWeek> days)
    {
        var whole = step.Ticks > 0 && step.Ticks % TimeSpan.TicksPerMinute == 0;
        var even = step < TimeSpan.FromHours(1)
            ? 60 % Math.Max(1, (int)step.TotalMinutes) == 0
            : step <= Day && step.Ticks % TimeSpan.TicksPerHour == 0 && 24 % (int)step.TotalHours == 0;
        if (!whole || !even)
        {
            throw new TaskRefusedException(
                $"the interval {step:c}",
                "does not divide an hour or a day into equal parts of whole minutes.",
                "Use 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes (-Every 00:15), "
                    + "or 1, 2, 3, 4, 6, 8, 12 or 24 hours (-Every 06:00, -Every 1.00:00).");
        }

        return new TaskSchedule(TimeOnly.MinValue, step, days);
    }

    /// <summary>The first time after a moment.</summary>
    /// <param name="zone">The machine's time zone.</param>
    public DateTimeOffset NextAfter(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var now = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        for (var date = now.Date; ; date = date.AddDays(1))
        {
            if (Days.Count > 0 && !Days.Contains(date.DayOfWeek))
                continue;
            for (var time = date + First.ToTimeSpan(); time < date + Day; time += Step)
            {
                // A time that is skipped by the change to summer time.
                var next = zone.IsInvalidTime(time) ? time.AddHours(1) : time;
                if (next > now)
                    return new DateTimeOffset(next, zone.GetUtcOffset(next));
            }
        }
    }

    /// <summary>The times after a moment and not after another, in order.</summary>
    /// <param name="zone">The machine's time zone.</param>
    public IEnumerable<DateTimeOffset> TimesBetween(DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone)
    {
        for (var next = NextAfter(after, zone); next <= until; next = NextAfter(next, zone))
            yield return next;
    }

    /// <summary>The times in words, such as <c>Mon, Fri at 02:30</c> or <c>every 15 minutes</c>.</summary>
    public override string ToString()
    {
        var days = string.Join(", ", Days.Select(day => $"{day}"[..3]));
        if (IsOncePerDay)
            return string.Create(CultureInfo.InvariantCulture, $"{(days.Length > 0 ? days : "daily")} at {First:HH:mm}");
        var step = Step < TimeSpan.FromHours(1) ? Count((int)Step.TotalMinutes, "minute") : Count((int)Step.TotalHours, "hour");
        return days.Length > 0 ? $"{days} every {step}" : $"every {step}";
    }

    private static string Count(int count, string unit) =>
        count == 1 ? unit : string.Create(CultureInfo.InvariantCulture, $"{count} {unit}s");
}
