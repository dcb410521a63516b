using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>A store that fails for a while is asked again; one that goes on failing is given up, and named.</summary>
public sealed class FailingStoreTests : IDisposable
{
    private const string SlowDown =
        "HTTP/1.1 503 Slow Down\r\nContent-Length: 50\r\nConnection: close\r\n\r\n<Error><Code>SlowDown</Code><Message/></Error>    ";

    private const string Broken =
        "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 50\r\nConnection: "
            + "close\r\n\r\n<Error><Code>InternalError</Code></Error>          ";

    private const string HangUp = "";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(SlowDown)]
    [InlineData(Broken)]
    [InlineData(HangUp)]
    public async Task A_store_that_fails_twice_is_asked_a_third_time(string failure)
    {
        var asked = 0;
        await using var store = new LyingStore(_ => ++asked <= 2 ? failure : LyingStore.Listing(["books/data/a.csv"]));

        Assert.Equal(["data/a.csv"], await ListAsync(store));
        Assert.Equal(3, store.Requests);
    }

    [Theory]
    [InlineData(SlowDown)]
    [InlineData(Broken)]
    [InlineData(HangUp)]
    public async Task A_store_that_goes_on_failing_is_given_up_and_named(string failure)
    {
        await using var store = new LyingStore(_ => failure);

        var error = await Assert.ThrowsAnyAsync<ContabyxException>(() => ListAsync(store));

        Assert.Contains("s3://shelf/books", error.Message, StringComparison.Ordinal);

        // Where the store hangs up, .NET's own client asks again too, below the SDK.
        Assert.InRange(store.Requests, 3, failure == HangUp ? 100 : 10);
    }

    [Theory]
    [InlineData("<Error><Code>SignatureDoesNotMatch</Code></Error>")]
    [InlineData("")] // The answer to HEAD has no body.
    public async Task Wrong_credentials_are_tried_once(string body)
    {
        await using var store = new LyingStore(_ =>
            $"HTTP/1.1 403 Forbidden\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

        await Assert.ThrowsAsync<ConnectionException>(() => ListAsync(store));

        Assert.Equal(1, store.Requests);
    }

    private async Task<string[]> ListAsync(LyingStore store)
    {
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));
        return [.. (await bucket.ListAsync("data/", TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken)).Select(item => item.Key)];
    }
}
