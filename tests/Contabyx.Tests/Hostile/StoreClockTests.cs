using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>How old an object is, is told by the store's own clock.</summary>
public sealed class StoreClockTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_time_is_that_of_the_stores_answers()
    {
        await using var store = new LyingStore(_ => LyingStore.Listing(["books/data/a.csv"])
            .Replace("\r\n\r\n", "\r\nDate: Thu, 01 Jan 2026 01:00:00 GMT\r\n\r\n", StringComparison.Ordinal));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));
        var item = await bucket.ListAsync("data/", Stop).SingleAsync(Stop);

        var now = await bucket.ReadTimeAsync(Stop);

        Assert.InRange((now!.Value - item.LastModified).TotalHours, 1, 24);
    }

    [Fact]
    public async Task A_store_that_does_not_tell_its_time_is_not_given_this_machines()
    {
        await using var store = new LyingStore(_ => LyingStore.Listing([]));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        Assert.Null(await bucket.ReadTimeAsync(Stop));
    }

    [Fact]
    public async Task The_time_of_a_folder_is_that_of_its_files()
    {
        await using var bucket = Addresses.OpenBucket(EmbeddedTwin.Connection(_home.Path));
        var item = await bucket.PutAsync("data/a", "x"u8.ToArray(), Stop);

        var now = await bucket.ReadTimeAsync(Stop);

        Assert.True(now >= item.LastModified);
        Assert.Empty(Directory.GetFiles(_home["bucket", ".arriving"]));
    }
}
