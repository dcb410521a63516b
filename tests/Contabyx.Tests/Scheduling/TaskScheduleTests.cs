namespace Contabyx.Tests;

/// <summary>Only times that every scheduler can say are accepted.</summary>
public sealed class TaskScheduleTests
{
    [Theory]
    [InlineData("00:15:00", "every 15 minutes")]
    [InlineData("00:01:00", "every minute")]
    [InlineData("06:00:00", "every 6 hours")]
    [InlineData("1.00:00:00", "daily at 00:00")]
    public void Parts_of_an_hour_or_a_day_are_accepted(string step, string words) =>
        Assert.Equal(words, TaskSchedule.Every(TimeSpan.Parse(step), []).ToString());

    [Theory]
    [InlineData("00:07:00")]
    [InlineData("01:30:00")]
    [InlineData("05:00:00")]
    [InlineData("00:00:30")]
    [InlineData("00:00:00")]
    [InlineData("-01:00:00")]
    [InlineData("2.00:00:00")]
    public void Other_intervals_are_refused_with_those_that_would_do(string step)
    {
        var refusal = Assert.Throws<TaskRefusedException>(() => TaskSchedule.Every(TimeSpan.Parse(step), []));

        Assert.Contains("00:15", refusal.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-24T01:00", "02:30", "2026-11-24T02:30")]
    [InlineData("2026-11-24T02:30", "02:30", "2026-11-25T02:30")]
    [InlineData("2026-11-27T12:00", "02:30", "2026-11-30T02:30")]
    public void The_next_time_is_after_now_and_on_a_chosen_day(string now, string at, string next)
    {
        var working = new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday };
        var schedule = TaskSchedule.Once(TimeOnly.Parse(at), working);

        var found = schedule.NextAfter(new DateTimeOffset(DateTime.Parse(now), TimeSpan.Zero), TimeZoneInfo.Utc);

        Assert.Equal(new DateTimeOffset(DateTime.Parse(next), TimeSpan.Zero), found);
    }

    [Fact]
    public void Every_so_often_begins_at_midnight()
    {
        var schedule = TaskSchedule.Every(TimeSpan.FromHours(6), []);

        var found = schedule.NextAfter(new DateTimeOffset(2026, 11, 24, 13, 5, 0, TimeSpan.Zero), TimeZoneInfo.Utc);

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 18, 0, 0, TimeSpan.Zero), found);
    }
}
