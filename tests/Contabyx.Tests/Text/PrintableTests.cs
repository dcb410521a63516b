namespace Contabyx.Tests;

/// <summary>Control characters of data never reach a console or a log as they are.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain, with Ação and 日本", "plain, with Ação and 日本")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("bell\a, back\b, C1 \u009b", "bell\\u0007, back\\u0008, C1 \\u009b")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("a\r\nb\n\tc", "a\nb\n\tc")]
    [InlineData("del\u007f nul\0", "del\\u007f nul\\u0000")]
    [InlineData("turned \u202e around \u2066", "turned \\u202e around \\u2066")]
    public void A_text_keeps_its_lines_and_shows_the_rest_as_numbers(string text, string shown) =>
        Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void A_line_has_no_line_feed_either() => Assert.Equal("a\\u000ab\\u0009c", Printable.Line("a\nb\tc"));

    [Fact]
    public void The_message_of_a_failure_is_safe_whatever_data_it_quotes()
    {
        var failure = new DamagedFileException("/x\u001b[2J", "it has \a.");

        Assert.DoesNotContain(failure.Message + failure.Advice, char.IsControl);
        Assert.Contains("\\u001b[2J", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_error_shows_the_control_characters_of_its_value_and_keeps_the_bytes()
    {
        var error = new ContabyxLoadError { Run = "r", Table = "t", Value = "\u001b]0;x\a", Hex = "1b5d303b7807", Reason = "bad \u001b" };

        Assert.Equal(("\\u001b]0;x\\u0007", "1b5d303b7807", "bad \\u001b"), (error.Value, error.Hex, error.Reason));
    }
}
