using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>How a pipeline ended reaches the bucket whatever becomes of the log, and the other way round.</summary>
public sealed class LogSenderTests : IDisposable
{
    private static readonly PipelineEnd Failed = new(new(2026, 11, 30, 2, 31, 0, TimeSpan.Zero), PipelineStatus.Failed);

    private readonly TemporaryFolder _home = new();
    private readonly LoadLog _log;

    public LogSenderTests()
    {
        _log = LoadLog.Of(EmbeddedTwin.Connection(_home.Path));
        _log.Write(LogLevel.Info, null, null, "Anything.");
    }

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_is_in_the_bucket_although_the_log_never_arrives()
    {
        await using var bucket = new OddBucket(Open()) { Puts = (_, stop) => Task.Delay(Timeout.Infinite, stop) };

        var problem = await new LogSender(bucket, _log).SendAsync(("nightly", Failed), Lost(bucket.Address), Stop);

        Assert.StartsWith("The log could not be sent to the bucket; it is in ", problem, StringComparison.Ordinal);
        Assert.Equal(Failed, await new PipelineEndStore(bucket).ReadAsync("nightly", Stop));
    }

    [Fact]
    public async Task The_log_is_in_the_bucket_although_the_end_could_not_be_put_there()
    {
        await using var bucket = Open();
        Directory.CreateDirectory(_home["bucket", "ends", "nightly.json"]); // A folder, so that no file can have this name.

        var problem = await new LogSender(bucket, _log).SendAsync(("nightly", Failed), lost: null, Stop);

        Assert.StartsWith("How the pipeline ended could not be put into the bucket", problem, StringComparison.Ordinal);
        Assert.NotNull(await Documents.ReadAsync(bucket, BucketLayout.Log, Stop));
    }

    [Fact]
    public async Task Both_failures_are_told()
    {
        await using var bucket = new OddBucket(Open()) { Puts = (_, _) => throw new IOException("No room.") };
        Directory.CreateDirectory(_home["bucket", "ends", "nightly.json"]);

        var problem = await new LogSender(bucket, _log).SendAsync(("nightly", Failed), lost: null, Stop);

        Assert.Contains("The log could not be sent to the bucket; it is in ", problem, StringComparison.Ordinal);
        Assert.Contains("How the pipeline ended could not be put into the bucket", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://books/nightly/data/x", 2)]
    [InlineData("mysql://db.example.com/books", 15)]
    [InlineData("redshift://loader@wg.example.com/dev", 15)]
    [InlineData(null, null)]
    public async Task A_bucket_that_is_well_is_given_the_time_that_it_needs_though_another_connection_was_lost(string? lost, int? seconds)
    {
        await using var bucket = Addresses.OpenBucket(EmbeddedTwin.Connection(_home.Path) with { Bucket = "s3://books/nightly" });

        Assert.Equal(
            seconds is { } some ? TimeSpan.FromSeconds(some) : Timeout.InfiniteTimeSpan,
            LogSender.LimitOf(bucket, lost is null ? null : Lost(lost)));
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_opened_is_told_and_the_log_of_this_machine_has_the_failure_and_the_end()
    {
        var connection = EmbeddedTwin.Connection(_home.Path) with { Bucket = "s3://" };
        var failure = new ConnectionException("mysql://db", "it is away.", "Wait.");

        var problem = await LogSender.SendFailureAsync(connection, "nightly", failure, Told.Failed() with { Bucket = "s3://" }, Stop);

        Assert.StartsWith("The log could not be sent to the bucket; it is in ", problem, StringComparison.Ordinal);
        Assert.Equal(PipelineStatus.Failed, PipelineEnds.Last(connection, "nightly")!.Status);
        Assert.Contains(LogReader.Read(connection.LogPath), entry => entry.Message == failure.Message);
    }

    private static ConnectionException Lost(string address) => new(address, "it is away.", "Wait.");

    private IBucket Open() => Addresses.OpenBucket(EmbeddedTwin.Connection(_home.Path));
}
