using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>A store that refuses: the answer to HEAD gives no reason, so the reason is asked for in another way.</summary>
public sealed class RefusingStoreTests : IDisposable
{
    private const string NoBody = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("ExpiredToken", "have expired")]
    [InlineData("AccessDenied", "may not do that")]
    [InlineData("RequestTimeTooSkewed", "clock is wrong")]
    [InlineData("PermanentRedirect", "another Region")]
    public async Task The_reason_of_a_refusal_is_asked_for(string code, string words)
    {
        await using var store = new LyingStore(
            request => request.StartsWith("HEAD", StringComparison.Ordinal) ? NoBody : Refusal(403, code));

        var checks = await CheckAsync(store);

        var reachable = checks.Single(check => check.Check == "Reachable");
        Assert.Equal(CheckOutcome.Failed, reachable.Outcome);
        Assert.Contains(words, reachable.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_may_be_listed_but_not_asked_for_its_head_is_usable()
    {
        await using var store = new LyingStore(request =>
            request.StartsWith("HEAD", StringComparison.Ordinal) ? NoBody
            : request.Contains("?list-type", StringComparison.Ordinal) ? LyingStore.Listing([])
            : Refusal(403, "AccessDenied"));

        var checks = await CheckAsync(store);

        Assert.Equal(CheckOutcome.Passed, checks.Single(check => check.Check == "Reachable").Outcome);
        (string, string)[] hidden =
        [
            ("Encryption", "s3:GetEncryptionConfiguration"), ("Stale uploads", "s3:GetLifecycleConfiguration"),
            ("Archive", "s3:GetLifecycleConfiguration"),
        ];
        foreach (var (check, right) in hidden)
        {
            var found = checks.Single(one => one.Check == check);
            Assert.Equal(CheckOutcome.Skipped, found.Outcome);
            Assert.Matches($"no right to read .* \\({right}", found.Detail);
        }
    }

    [Fact]
    public async Task An_object_whose_head_is_refused_is_asked_for_the_reason()
    {
        await using var store = new LyingStore(request =>
            request.StartsWith("HEAD", StringComparison.Ordinal) ? NoBody : Refusal(403, "ExpiredToken"));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        var error = await Assert.ThrowsAsync<ConnectionException>(() => bucket.HashAsync("data/a", TestContext.Current.CancellationToken));

        Assert.Contains("have expired", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_of_others_who_let_requesters_pay_is_refused_in_words()
    {
        await using var store = new LyingStore(_ => Refusal(403, "AccessDenied"));

        var checks = await CheckAsync(store);

        Assert.Contains(
            "Requester Pays is not supported", checks.Single(check => check.Check == "Reachable").Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_point_that_is_not_there_is_not_created_as_a_bucket()
    {
        var requests = new List<string>();
        await using var store = new LyingStore(request =>
        {
            requests.Add(request.Split(' ')[0]);
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        });
        var connection = store.Connect(EmbeddedTwin.Connection(_home.Path)) with { Bucket = "s3://books-abcdefghij-s3alias/KEY" };
        await using var bucket = Addresses.OpenBucket(connection);

        var error = await Assert.ThrowsAsync<BucketException>(() => bucket.InitializeAsync(TestContext.Current.CancellationToken));

        Assert.Contains("the access point does not exist", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PUT", requests);
        Assert.Contains("nothing is created", Assert.Single(bucket.InitializeSteps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_may_not_be_deleted_is_a_missing_right_and_no_failure_of_the_network()
    {
        await using var store = new LyingStore(_ => Undeleted("AccessDenied", "books/data/a"));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        var error = await Assert.ThrowsAsync<BucketException>(() => bucket.DeleteAsync("data/a", TestContext.Current.CancellationToken));

        Assert.Contains("'s3://shelf/books/data/a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("may not do that", error.Message, StringComparison.Ordinal);
        Assert.Contains("s3:DeleteObject", error.Advice, StringComparison.Ordinal);
        Assert.Equal(1, store.Requests);
    }

    [Fact]
    public async Task Of_many_objects_the_one_that_may_not_be_deleted_is_named()
    {
        await using var store = new LyingStore(_ => Undeleted("AccessDenied", "books/data/b"));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        var error = await Assert.ThrowsAsync<BucketException>(
            () => bucket.DeleteAllAsync(["data/a", "data/b", "data/c"], TestContext.Current.CancellationToken));

        Assert.Contains("'s3://shelf/books/data/b'", error.Message, StringComparison.Ordinal);
    }

    // The whole answer is 200, so the SDK does not ask again.
    [Theory]
    [InlineData("SlowDown")]
    [InlineData("InternalError")]
    public async Task Objects_that_a_busy_store_did_not_delete_are_asked_for_again_and_no_others(string code)
    {
        var asked = new List<string>();
        await using var store = new LyingStore(request =>
        {
            asked.Add(request);
            return asked.Count == 1 ? Undeleted(code, "books/data/b") : LyingStore.Ok("<DeleteResult/>");
        });
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        await bucket.DeleteAllAsync(["data/a", "data/b"], TestContext.Current.CancellationToken);

        Assert.Equal(2, asked.Count);
        Assert.Contains("<Key>books/data/a</Key>", asked[0], StringComparison.Ordinal);
        Assert.Contains("<Key>books/data/b</Key>", asked[1], StringComparison.Ordinal);
        Assert.DoesNotContain("<Key>books/data/a</Key>", asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_goes_on_not_deleting_is_given_up_and_named()
    {
        await using var store = new LyingStore(_ => Undeleted("SlowDown", "books/data/a"));
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));

        var error = await Assert.ThrowsAsync<BucketException>(() => bucket.DeleteAsync("data/a", TestContext.Current.CancellationToken));

        Assert.Contains("'s3://shelf/books/data/a'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, store.Requests);
    }

    private static string Undeleted(string code, string key) => LyingStore.Ok(
        $"<DeleteResult><Error><Key>{key}</Key><Code>{code}</Code><Message>no</Message></Error></DeleteResult>");

    private static string Refusal(int status, string code)
    {
        var body = $"<Error><Code>{code}</Code><Message>no</Message></Error>";
        return $"HTTP/1.1 {status} Refused\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    private async Task<IReadOnlyList<ContabyxCheck>> CheckAsync(LyingStore store)
    {
        await using var bucket = Addresses.OpenBucket(store.Connect(EmbeddedTwin.Connection(_home.Path)));
        return await bucket.CheckAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
