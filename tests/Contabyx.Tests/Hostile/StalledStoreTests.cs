using System.Collections.Concurrent;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Tests;

/// <summary>A store that accepts and never answers, or only trickles: it is told by address, and ends.</summary>
public sealed class StalledStoreTests : IDisposable
{
    private const string Head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: \"d41d8cd98f00b204e9800998ecf8427e\"\r\nContent-Length: 900000\r\n";
    private const string Body = Head + "\r\n<ListBucketResult><IsTruncated>false</IsTruncated>";

    private static readonly S3Silence Short = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));
    private static readonly S3Silence Long = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(30));

    private readonly TemporaryFolder _home = new();

    public static TheoryData<string, bool> Stalls => new()
    {
        { "", false },
        { "", true },
        { "HTTP/1.1 200 OK\r\nX-Slow:", true },
        { Head, false },
        { Body, false },
        { Body, true },
    };

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task A_listing_that_stalls_is_told_and_ends_by_address(string beginning, bool trickles)
    {
        await using var store = new StallingStore(beginning, trickles);
        var notes = new Notes();
        await using var bucket = Open(store, Short, notes);

        var error = await Assert.ThrowsAsync<ConnectionException>(async () => await bucket.ListAsync("data/", Stop).ToListAsync(Stop));

        Assert.Contains(store.Endpoint, error.Message, StringComparison.Ordinal);
        Assert.Contains(notes, note => note.StartsWith("Waiting for " + store.Endpoint, StringComparison.Ordinal));
        Assert.False(error.MayRetry);
        Assert.Equal(1, store.Requests);
    }

    [Theory]
    [InlineData(Body, false)]
    [InlineData(Body, true)]
    [InlineData("", false)]
    public async Task An_object_that_stalls_ends_by_address(string beginning, bool trickles)
    {
        await using var store = new StallingStore(beginning, trickles);
        await using var bucket = Open(store, Short, new Notes());

        var error = await Assert.ThrowsAsync<ConnectionException>(async () =>
        {
            await using var stream = await bucket.OpenAsync("data/run.json", Stop);
            await stream!.CopyToAsync(Stream.Null, Stop);
        });

        Assert.Contains(store.Endpoint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40 << 20)]
    public async Task A_file_that_nobody_takes_ends_by_address(int bytes)
    {
        await using var store = new StallingStore("");
        await using var bucket = Open(store, Short, new Notes());
        var path = _home["file"];
        await File.WriteAllBytesAsync(path, new byte[bytes], Stop);

        var error = await Assert.ThrowsAsync<ConnectionException>(() => bucket.PutFileAsync("data/a", path, null, Stop));

        Assert.Contains(store.Endpoint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task The_user_may_stop_while_it_stalls(string beginning, bool trickles)
    {
        await using var store = new StallingStore(beginning, trickles);
        var notes = new Notes();
        await using var bucket = Open(store, Long, notes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var listing = Task.Run(async () => await bucket.ListAsync("data/", stop.Token).ToListAsync(stop.Token), Stop);
        await WaitAsync(() => store.Requests > 0 || listing.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
    }

    [Theory]
    [InlineData(FileCompression.Gzip)]
    [InlineData(FileCompression.Zstd)]
    [InlineData(FileCompression.None)]
    public async Task The_user_may_stop_while_an_object_stalls_that_is_being_decompressed(FileCompression compression)
    {
        await using var store = new StallingStore(Head + "\r\n");
        var notes = new Notes();
        await using var bucket = Open(store, Long, notes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var reading = Task.Run(
            async () =>
            {
                await using var text = FileStreams.OpenDecompressed((await bucket.OpenAsync("data/a", stop.Token))!, compression);
                return text.Read(new byte[100], 0, 100);
            },
            Stop);
        await WaitAsync(() => !notes.IsEmpty || reading.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_request_that_the_SDK_gives_up_is_a_lost_connection_and_no_stop_of_the_user()
    {
        var given = new OperationCanceledException("The operation was canceled.");

        var error = await Assert.ThrowsAsync<ConnectionException>(
            () => S3Errors.RunAsync<int>("s3://shelf/books", () => throw given, Stop));

        Assert.Contains("s3://shelf/books", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_store_that_goes_on_sending_is_waited_for()
    {
        var listing = LyingStore.Listing(Enumerable.Range(0, 2_000).Select(i => $"books/data/{i:0000}-{new string('x', 200)}.csv"));
        await using var store = new LyingStore(_ => listing);
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        Assert.Equal(2_000, (await bucket.ListAsync("data/", Stop).ToListAsync(Stop)).Count);
    }

    private static S3Bucket Open(StallingStore store, S3Silence silence, Notes notes) => new(
        new S3Address("shelf", "books/"),
        new BucketSettings { Region = "us-east-1", Endpoint = store.Endpoint, AccessKey = "id", SecretKey = new Secret("not-a-secret") },
        notes,
        silence: silence);

    private static async Task WaitAsync(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(10, Stop);
    }

    private sealed class Notes : ConcurrentQueue<string>, IProgress<string>
    {
        public void Report(string value) => Enqueue(value);
    }
}
