using Amazon.Runtime;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

/// <summary>Logins to Amazon Redshift by temporary passwords.</summary>
public sealed class RedshiftLoginTests
{
    private const string Cluster = "redshift://books.abc123.sa-east-1.redshift.amazonaws.com:5439/dev";
    private const string Workgroup = "redshift://night.123456789012.sa-east-1.redshift-serverless.amazonaws.com:5439/Sales";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Cluster, null, "books/dev")]
    [InlineData(Workgroup, null, "night/Sales")]
    [InlineData("redshift://127.0.0.1:5439/dev", "cluster/books", "books/dev")]
    [InlineData("redshift://127.0.0.1:5439/dev", "books", "books/dev")]
    [InlineData("redshift://warehouse.example.com:5439/dev", "workgroup/night", "night/dev")]
    [InlineData(Workgroup, "day", "day/Sales")]
    public async Task The_cluster_or_workgroup_gives_a_user_and_a_password(string address, string? name, string asked)
    {
        await using var service = new PasswordService("IAMR:loader", null, TimeSpan.FromHours(1));

        var login = await Login(address, name, PasswordService.SecretKey).GetAsync(Stop);

        Assert.Equal("IAMR:loader", login.User);
        Assert.Equal([asked], service.Asked);
        Assert.DoesNotContain(login.Password!.Reveal(), Redactor.Redact($"with {login.Password.Reveal()}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cluster)]
    [InlineData(Workgroup)]
    public async Task A_password_is_kept_while_it_lives_and_renewed_before_it_expires(string address)
    {
        await using var service = new PasswordService("IAM:loader", null, TimeSpan.FromHours(1));
        var clock = new MovedClock();
        var login = Login(address, null, PasswordService.SecretKey, clock);

        var first = await login.GetAsync(Stop);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => login.GetAsync(Stop)));
        clock.Moved = TimeSpan.FromMinutes(56);
        var later = await login.GetAsync(Stop);

        Assert.All(again, same => Assert.Equal(first.Password!.Reveal(), same.Password!.Reveal()));
        Assert.NotEqual(first.Password!.Reveal(), later.Password!.Reveal());
        Assert.Equal(2, service.Asked.Count);
    }

    [Theory]
    [InlineData(Cluster, "SignatureDoesNotMatch: The signature does not match.", "redshift:GetClusterCredentialsWithIAM")]
    [InlineData(Workgroup, "AccessDeniedException: The signature does not match.", "redshift-serverless:GetCredentials")]
    public async Task A_refusal_names_the_reason_and_the_missing_right(string address, string reason, string right)
    {
        await using var service = new PasswordService("IAM:loader", null, TimeSpan.FromHours(1));

        var error = await Assert.ThrowsAsync<ConnectionException>(() => Login(address, null, "another-secret-key").GetAsync(Stop));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(right, error.Advice, StringComparison.Ordinal);
        Assert.False(error.MayRetry);
        Assert.Empty(service.Asked);
    }

    // HttpClient reports its own time limit as a cancellation, which nobody asked for.
    [Fact]
    public async Task A_service_that_never_answers_is_an_error_and_no_cancellation()
    {
        var address = ServerAddress.Parse(Cluster, "redshift", 5439);

        var error = await Assert.ThrowsAsync<ConnectionException>(() => AwsPassword.AskAsync(
            address, () => throw new TaskCanceledException("The request timed out.", new TimeoutException())));

        Assert.True(error.MayRetry);
        Assert.Contains("Check the network", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_of_another_name_needs_the_name_of_the_cluster()
    {
        var error = await Assert.ThrowsAsync<ConnectionException>(
            () => Login("redshift://warehouse.example.com:5439/dev", null, PasswordService.SecretKey).GetAsync(Stop));

        Assert.Contains("-WarehouseName", error.Advice, StringComparison.Ordinal);
    }

    private static RedshiftLogin Login(string address, string? name, string secretKey, TimeProvider? clock = null) => new(
        ServerAddress.Parse(address, "redshift", 5439), name, "sa-east-1",
        () => new BasicAWSCredentials(PasswordService.AccessKey, secretKey), clock ?? TimeProvider.System);

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Moved;
    }
}
