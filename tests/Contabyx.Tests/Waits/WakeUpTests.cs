using Contabyx.Engine.Waits;

namespace Contabyx.Tests;

public sealed class WakeUpTests
{
    private static readonly WakeUp Instant = new(TimeSpan.FromMinutes(2), TimeSpan.Zero);

    private readonly List<string> _warnings = [];

    [Fact]
    public async Task A_sleeping_warehouse_is_tried_until_it_answers_and_that_is_told_once()
    {
        var attempts = 0;

        var answer = await Instant.RunAsync(
            () => ++attempts < 4 ? throw Asleep() : Task.FromResult("awake"), "redshift://host/dev", new Remarks(_warnings), Stop);

        Assert.Equal(("awake", 4), (answer, attempts));
        Assert.Contains("redshift://host/dev does not answer yet", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("keeps trying for 120 s", _warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_given_up_after_two_minutes()
    {
        var clock = new JumpingClock();
        var attempts = 0;

        await Assert.ThrowsAsync<ConnectionException>(() => Instant.RunAsync<string>(
            () =>
            {
                attempts++;
                clock.Now += TimeSpan.FromSeconds(50);
                throw Asleep();
            },
            "redshift://host/dev", null, Stop, clock));

        Assert.Equal(3, attempts);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_final_refusal_and_a_server_that_does_not_sleep_are_tried_once(bool mayRetry, bool patient)
    {
        var attempts = 0;

        var wakeUp = patient ? Instant : WakeUp.None;
        await Assert.ThrowsAsync<ConnectionException>(() => wakeUp.RunAsync<string>(
            () =>
            {
                attempts++;
                throw new ConnectionException("redshift://host/dev", "no", "wait") { MayRetry = mayRetry };
            },
            "redshift://host/dev", new Remarks(_warnings), Stop));

        Assert.Equal((1, 0), (attempts, _warnings.Count));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ConnectionException Asleep() => new("redshift://host/dev", "refused", "wait") { MayRetry = true };

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Remarks(List<string> warnings) : IRemarks
    {
        public void Report(string value)
        {
        }

        public void Warn(string text) => warnings.Add(text);
    }
}
