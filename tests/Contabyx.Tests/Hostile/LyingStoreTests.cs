using System.Globalization;
using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>A store that lies about what it holds is not believed.</summary>
public sealed class LyingStoreTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("another/data/run.json")]
    [InlineData("books")]
    [InlineData("book")]
    [InlineData("books/processed/run.json")]
    public async Task A_key_outside_the_prefix_is_refused_by_name(string key)
    {
        await using var store = new LyingStore(_ => LyingStore.Listing(["books/data/a.csv", key]));

        var refusal = await Assert.ThrowsAsync<BucketException>(() => ListAsync(store));

        Assert.Contains($"'{key}', which was not asked for", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_that_gives_the_same_token_again_ends_in_an_error()
    {
        var keys = 0;
        await using var store = new LyingStore(_ => LyingStore.Listing([$"books/data/{keys++}.csv"], "again"));

        var refusal = await Assert.ThrowsAsync<BucketException>(() => ListAsync(store));

        Assert.Contains("not how to list them", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_that_says_there_is_more_but_not_where_ends_in_an_error()
    {
        await using var store = new LyingStore(_ => LyingStore.Listing(["books/data/a.csv"], ""));

        var refusal = await Assert.ThrowsAsync<BucketException>(() => ListAsync(store));

        Assert.Contains("not how to list them", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_listing_without_an_end_ends_in_an_error(bool empty)
    {
        var page = 0;
        await using var store = new LyingStore(_ =>
            LyingStore.Listing(empty ? [] : ["books/data/a.csv"], (page++).ToString(CultureInfo.InvariantCulture)));

        var refusal = await Assert.ThrowsAsync<BucketException>(() => ListAsync(store));

        Assert.Contains("again and again", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(store.Requests, 2, 110);
    }

    [Fact]
    public async Task A_document_that_ends_before_its_length_is_not_taken_for_whole()
    {
        await using var store = new LyingStore(_ => LyingStore.Ok("{", 4000, Md5OfNothing));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        await using var stream = await bucket.OpenAsync("data/run.json", Stop);

        await Assert.ThrowsAsync<ConnectionException>(() => stream!.CopyToAsync(Stream.Null, Stop));
    }

    [Fact]
    public async Task An_object_of_other_bytes_than_its_tag_says_is_not_believed()
    {
        await using var store = new LyingStore(_ => LyingStore.Ok("{}", null, Md5OfNothing));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        await using var stream = await bucket.OpenAsync("data/run.json", Stop);

        var refusal = await Assert.ThrowsAsync<DamagedFileException>(() => stream!.CopyToAsync(Stream.Null, Stop));
        Assert.Contains("it is not what the store says it is", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\u00e9\u00e9")]
    public async Task An_answer_that_makes_no_sense_is_refused_by_name(string tag)
    {
        await using var store = new LyingStore(_ => LyingStore.Ok("{}", null, tag));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        var refusal = await Assert.ThrowsAsync<BucketException>(async () =>
        {
            await using var stream = await bucket.OpenAsync("data/run.json", Stop);
        });

        Assert.Contains("data/run.json", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ListBucketResult><Contents>")]
    [InlineData("not XML")]
    [InlineData("<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>")]
    [InlineData("<ListBucketResult><Contents><Key>books/data/a</Key><Size>-3</Size></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><Contents><Size>3</Size></Contents></ListBucketResult>")]
    public async Task A_listing_that_makes_no_sense_is_refused(string listing)
    {
        await using var store = new LyingStore(_ => LyingStore.Ok(listing));

        await Assert.ThrowsAsync<BucketException>(() => ListAsync(store));
    }

    private const string Md5OfNothing = "d41d8cd98f00b204e9800998ecf8427e";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task ListAsync(LyingStore store)
    {
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));
        await foreach (var _ in bucket.ListAsync("data/", Stop))
        {
        }
    }
}
