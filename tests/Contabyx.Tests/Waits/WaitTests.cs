using System.Collections.Concurrent;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Waits;

namespace Contabyx.Tests;

/// <summary>Long waits: they are told, and can be ended.</summary>
public sealed class WaitTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_wait_is_told_after_ten_seconds_and_then_rarely()
    {
        var clock = new ManualClock();
        var told = new Remarks();
        using (WaitNotice.Begin(told, "the lock", clock))
        {
            clock.MoveOn(TimeSpan.FromSeconds(9.9));
            Assert.Empty(told.Warnings);
            clock.MoveOn(TimeSpan.FromMinutes(11));
        }

        clock.MoveOn(TimeSpan.FromHours(1));

        Assert.Equal(
            ["Still waiting after 10 s for the lock. Ctrl+C stops it.", "Still waiting after 310 s for the lock. Ctrl+C stops it.",
                "Still waiting after 610 s for the lock. Ctrl+C stops it."],
            told.Warnings);
    }

    [Fact]
    public async Task A_call_that_does_not_end_when_it_is_cancelled_is_left_behind()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource<int>();
        var call = PromptStop.RunAsync(_ => never.Task, stop.Token);
        Assert.False(call.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAsync<CallAbandonedException>(() => call);
        never.SetException(new InvalidOperationException("Nobody sees this."));
    }

    [Fact]
    public async Task A_call_that_heeds_its_cancellation_ends_by_itself()
    {
        using var stop = new CancellationTokenSource();
        var call = PromptStop.RunAsync<int>(
            async inner =>
            {
                await Task.Delay(Timeout.Infinite, inner);
                return 1;
            },
            stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(2, await PromptStop.RunAsync(_ => Task.FromResult(2), CancellationToken.None));
    }

    [Fact]
    public async Task A_statement_of_the_twin_that_runs_long_ends_when_it_is_cancelled()
    {
        var database = new DuckDbDatabase(_home["x.duckdb"], new DuckDbSettings());
        using var connection = await database.ConnectAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => connection.Query("SELECT count(*) FROM range(100000000) a, range(100000000) b", stop.Token));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("1", connection.Query("SELECT 1", CancellationToken.None)[0][0]);
    }

    private sealed class Remarks : IRemarks
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public void Report(string value) => Assert.Fail("A wait is a warning.");

        public void Warn(string text) => Warnings.Enqueue(text);
    }
}
