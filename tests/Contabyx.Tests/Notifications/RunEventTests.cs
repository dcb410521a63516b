using System.Text.Json.Nodes;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Notifications;

namespace Contabyx.Tests;

public sealed class RunEventTests
{
    private const int MostCharacters = 31_839;

    [Theory]
    [InlineData(PipelineStatus.Succeeded, 1000, LogLevel.Info, "nightly succeeded")]
    [InlineData(PipelineStatus.Failed, 1001, LogLevel.Error, "nightly failed")]
    [InlineData(PipelineStatus.LoadedWithErrors, 1002, LogLevel.Warning, "nightly left out 0 bad rows")]
    [InlineData(PipelineStatus.Busy, 1003, LogLevel.Warning, "nightly did not begin")]
    public void Each_end_has_its_number_its_level_and_its_first_line(PipelineStatus status, int id, LogLevel level, string first)
    {
        var end = RunEvent.Of("nightly", "nightly", Told.Good() with { Status = status });
        Assert.Equal((id, level, first), (end.Id, end.Level, end.Text.Split('\n')[0]));
    }

    [Fact]
    public void A_success_with_warnings_or_without_a_log_is_a_warning_that_says_which()
    {
        var warned = RunEvent.Of("nightly", null, Told.Good() with { Warnings = ["GRANT was refused."] });
        Assert.Equal((1002, LogLevel.Warning), (warned.Id, warned.Level));
        Assert.StartsWith("nightly succeeded, with warnings\nWarning: GRANT was refused.\n", warned.Text, StringComparison.Ordinal);
        Assert.Equal(1002, RunEvent.Of("nightly", null, Told.Good() with { LogError = "The disk is full." }).Id);
    }

    [Fact]
    public void A_failure_says_why_and_what_to_do()
    {
        var text = RunEvent.Of("nightly", "nightly", Told.Failed()).Text;
        Assert.Contains($"\nError: {Told.Failed().Error}\n", text, StringComparison.Ordinal);
        Assert.Contains($"\nWhat to do: {Told.Failed().Advice}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_blank_line_stands_the_line_of_the_NDJSON_log()
    {
        var parts = RunEvent.Of("nightly/de", "nightly", Told.Failed()).Text.Split("\n\n");
        Assert.Equal(2, parts.Length);
        var line = JsonNode.Parse(parts[1])!;
        var facts = line["facts"]!;
        Assert.Equal(("Error", "nightly", "Failed"), (Text(line["level"]), Text(facts["job"]), Text(facts["pipelineEnd"])));
        Assert.Equal(Told.Failed().ExitCode, (int)facts["exitCode"]!);
    }

    [Fact]
    public void The_viewer_finds_nothing_to_replace_and_the_line_keeps_its_values()
    {
        var result = Told.Failed() with { Error = "There is no 'a%20b' at 100%1.", Bucket = "s3://bucket/a%20b" };
        var text = RunEvent.Of("nightly", null, result).Text;
        Assert.DoesNotMatch("%[0-9%]", text);
        Assert.Equal("s3://bucket/a%20b", Text(JsonNode.Parse(text.Split("\n\n")[1])!["facts"]!["bucket"]));
    }

    [Fact]
    public void An_event_fits_whatever_it_has_to_say()
    {
        var long_ = new string('x', 50_000);
        var result = Told.Failed() with { Error = long_, Advice = long_, Warnings = [.. Enumerable.Repeat(long_, 100)] };
        Assert.InRange(RunEvent.Of("nightly", "nightly", result).Text.Length, 1, MostCharacters);
        Assert.InRange(RunEvent.Of("nightly", null, result with { Status = PipelineStatus.Succeeded }).Text.Length, 1, MostCharacters);
    }

    [Fact]
    public void It_holds_no_secret()
    {
        Redactor.Remember("tell-no-event-5%0");
        var result = Told.Failed() with { Error = "Login failed for 'tell-no-event-5%0'.", Bucket = "s3://b/tell-no-event-5%0" };
        Assert.DoesNotContain("tell-no-event", RunEvent.Of("nightly", null, result).Text, StringComparison.Ordinal);
    }

    private static string? Text(JsonNode? node) => (string?)node;
}
