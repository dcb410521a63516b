using System.Management.Automation;

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
