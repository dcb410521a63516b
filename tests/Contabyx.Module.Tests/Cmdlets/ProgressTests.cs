using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Contabyx.ModuleTests;

public sealed class ProgressTests
{
    [Fact]
    public void The_table_has_a_line_below_its_cmdlet_with_percent_rate_and_time_left()
    {
        var records = Collect("Show-Progress -Steps 25 -Total 100");

        var whole = records.First(record => record.Activity == "Exporting");
        Assert.Equal(-1, whole.ParentActivityId);
        var table = records.Last(
            record => record is { Activity: "Clients", RecordType: ProgressRecordType.Processing });
        Assert.Equal(whole.ActivityId, table.ParentActivityId);
        Assert.Equal(1, table.PercentComplete);
        Assert.Matches(@"^1 of 100 rows, \d+ rows/s$", table.StatusDescription);
        Assert.True(table.SecondsRemaining > 0);
    }

    [Fact]
    public void The_time_left_is_not_guessed_from_the_first_hundredth()
    {
        var records = Collect("Show-Progress -Steps 9 -Total 1000");

        Assert.All(records, record => Assert.Equal(-1, record.SecondsRemaining));
        Assert.Contains(records, record => record.StatusDescription.StartsWith("1 of 1,000 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void The_whole_is_all_that_was_asked_for_and_not_only_what_has_begun()
    {
        var records = Collect("Show-Progress -Steps 25 -Total 100 -Planned 1000");

        var whole = records.Last(record => record is { Activity: "Exporting", RecordType: ProgressRecordType.Processing });
        Assert.StartsWith("1 of 1,000 rows", whole.StatusDescription, StringComparison.Ordinal);
        Assert.Equal(0, whole.PercentComplete);
    }

    [Fact]
    public void A_long_statement_without_reports_shows_that_time_passes()
    {
        using var session = new Session();
        using var engine = session.Prepare("Show-Progress -Steps 0 -Total 100 -Hang");
        engine.BeginInvoke();

        Assert.True(
            SpinWait.SpinUntil(() => engine.Streams.Progress.ToArray().Any(Waits), TimeSpan.FromMinutes(15)), "Nothing moved.");
        engine.Stop();

        static bool Waits(ProgressRecord record) =>
            record.Activity == "Clients" && Regex.IsMatch(record.StatusDescription, @"^0 of 100 rows, [2-9] s$");
    }

    [Theory]
    [InlineData("Show-Progress -Steps 5 -Total 10")]
    [InlineData("Show-Progress -Steps 5 -Total 10 -Exception ([System.IO.IOException]::new('disk'))")]
    [InlineData("Show-Progress -Steps 5 -Total 10 -Exception ([System.InvalidOperationException]::new('bug'))")]
    public void Every_line_is_taken_away_in_the_end_even_after_a_failure(string script)
    {
        var records = Collect($"try {{ {script} }} catch {{ }}");

        var last = records.GroupBy(record => record.ActivityId).Select(line => line.Last()).ToList();
        Assert.Equal(2, last.Count);
        Assert.All(last, record => Assert.Equal(ProgressRecordType.Completed, record.RecordType));
    }

    [Fact]
    public void A_hundred_thousand_reports_at_once_are_drawn_a_few_times()
    {
        var records = Collect("Show-Progress -Steps 100000 -Total 100000");

        Assert.InRange(records.Count, 4, 1000);
    }

    private static List<ProgressRecord> Collect(string script)
    {
        using var session = new Session();
        using var engine = session.Prepare(script);
        engine.Invoke();
        return [.. engine.Streams.Progress];
    }
}
