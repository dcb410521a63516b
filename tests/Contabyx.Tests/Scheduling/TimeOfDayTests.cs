namespace Contabyx.Tests;

/// <summary>Times of the day are read as people write them.</summary>
public sealed class TimeOfDayTests
{
    [Theory]
    [InlineData("2am", "02:00:00")]
    [InlineData("2:30 pm", "14:30:00")]
    [InlineData("2:30PM", "14:30:00")]
    [InlineData("02:30 p.m.", "14:30:00")]
    [InlineData("12am", "00:00:00")]
    [InlineData("12pm", "12:00:00")]
    [InlineData("12:05 AM", "00:05:00")]
    [InlineData("14:00", "14:00:00")]
    [InlineData("2:30", "02:30:00")]
    [InlineData("00:00", "00:00:00")]
    [InlineData("23:59", "23:59:00")]
    [InlineData("02:00:00", "02:00:00")]
    [InlineData(" 02:00:07 ", "02:00:07")]
    public void A_time_is_read(string text, string time) => Assert.Equal(TimeOnly.Parse(time), TimeOfDay.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("14")]
    [InlineData("0am")]
    [InlineData("13pm")]
    [InlineData("24:00")]
    [InlineData("2:60")]
    [InlineData("2:30:60")]
    [InlineData("2:3")]
    [InlineData("2.30")]
    [InlineData("2a")]
    [InlineData("2 pm pm")]
    [InlineData("-2:30")]
    [InlineData("\u0662:\u0663\u0660")]
    [InlineData("1.02:30")]
    [InlineData("noon")]
    [InlineData("2am\n2pm")]
    public void What_could_mean_something_else_is_not(string text) => Assert.Null(TimeOfDay.TryParse(text));
}
