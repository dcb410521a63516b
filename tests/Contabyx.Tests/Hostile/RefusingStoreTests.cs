using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>A store that refuses: HEAD says no reason, so the reason is asked for in another way.</summary>
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
        (string, string)[] hidden = [("Encryption", "s3:GetEncryptionConfiguration"), ("Stale uploads", "s3:GetLifecycleConfiguration")];
        foreach (var (check, right) in hidden)
        {
            var found = checks.Single(one => one.Check == check);
            Assert.Equal(CheckOutcome.Skipped, found.Outcome);
            Assert.Contains("may not be read (" + right, found.Detail, StringComparison.Ordinal);
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
