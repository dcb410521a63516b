namespace Contabyx.ModuleTests;

public sealed class PipelineTests
{
    [Fact]
    public void Objects_come_out_in_the_order_in_which_they_were_written()
    {
        using var session = new Session();

        var numbers = session.Run("Write-Number -Count 1000");

        Assert.Equal(Enumerable.Range(1, 1000), numbers.Select(number => (int)number.BaseObject));
    }

    [Fact]
    public void A_producer_waits_until_its_consumer_is_done_with_the_object_before()
    {
        using var session = new Session();

        session.Run("Write-Number -Count 3 -Log $log | ForEach-Object { $log.Enqueue(\"took $_\") }");

        Assert.Equal(["made 1", "took 1", "made 2", "took 2", "made 3", "took 3", "ended", "cleaned"], session.Log);
    }

    [Fact]
    public void Every_stream_gets_its_own_and_a_list_stays_one_object()
    {
        using var session = new Session();
        using var engine = session.Prepare("$DebugPreference = 'Continue'; Write-Stream -Verbose");

        var output = engine.Invoke();

        Assert.Equal("first", output[0].BaseObject);
        Assert.Equal(new[] { 1, 2 }, output[1].BaseObject);
        Assert.True(Path.IsPathRooted((string)output[2].BaseObject));
        Assert.Equal(["verbose", "note"], engine.Streams.Verbose.Select(record => record.Message));
        Assert.Equal(["warning"], engine.Streams.Warning.Select(record => record.Message));
        Assert.Equal(["debug"], engine.Streams.Debug.Select(record => record.Message));
        Assert.Equal(["information"], engine.Streams.Information.Select(record => record.MessageData));
    }

    [Theory]
    [InlineData("Set-Thing -Name a, b", "a b")]
    [InlineData("Set-Thing -Name a, b -Confirm:$false", "a b")]
    [InlineData("Set-Thing -Name a, b -WhatIf", "")]
    public void Only_what_the_user_agrees_to_is_done(string script, string changed)
    {
        using var session = new Session();

        Assert.Equal(changed, string.Join(' ', session.Run(script)));
    }
}
