using System.Management.Automation;

namespace Contabyx.ModuleTests;

/// <summary>However a pipeline ends, it ends only after the workers of its cmdlets have.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("made 3", "Write-Number -Log $log")]
    [InlineData("waiting", "Wait-Forever -Log $log")]
    [InlineData("took", "Write-Number -Log $log | ForEach-Object { $log.Enqueue('took'); while ($true) { } }")]
    public void A_stop_waits_for_the_worker_whether_it_works_or_waits_or_its_consumer_blocks(
        string moment, string script)
    {
        using var session = new Session();

        var state = session.StopAfter(moment, script);

        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.Equal(["ended", "cleaned"], session.Log.TakeLast(2));
    }

    [Fact]
    public void A_stop_reaches_every_cmdlet_of_a_pipeline()
    {
        using var session = new Session();

        var state = session.StopAfter("waiting", "Write-Number -Log $log | Wait-Forever -Log $log");

        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.Equal(2, session.Log.Count(line => line == "ended"));
        Assert.Equal(2, session.Log.Count(line => line == "cleaned"));
        Assert.DoesNotContain("made 2", session.Log);
    }

    [Fact]
    public void A_consumer_that_has_had_enough_ends_the_producer_and_the_script_goes_on()
    {
        using var session = new Session();

        var output = session.Run(
            "foreach ($once in 1) { Write-Number -Log $log | ForEach-Object { $_; break } }; "
            + "$log.Enqueue('next'); 'next'");

        Assert.Equal("1 next", string.Join(' ', output));
        Assert.Equal(["made 1", "ended", "cleaned", "next"], session.Log);
    }

    [Fact]
    public void A_consumer_that_fails_ends_the_producer_and_its_error_stays_what_it_was()
    {
        using var session = new Session();

        var output = session.Run(
            "try { Write-Number -Log $log | ForEach-Object { throw 'no room' } } "
            + "catch { \"$_\"; $log.Enqueue('caught') }");

        Assert.Equal("no room", Assert.Single(output).BaseObject);
        Assert.Equal(["made 1", "ended", "cleaned", "caught"], session.Log);
    }

    [Fact]
    public void A_session_works_on_after_a_stop()
    {
        using var session = new Session();
        session.StopAfter("made 1", "Write-Number -Log $log");

        Assert.Equal("1 2", string.Join(' ', session.Run("Write-Number -Count 2")));
    }
}
