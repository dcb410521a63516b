using Amazon;
using Amazon.Runtime;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

/// <summary>Logins to Amazon Redshift by temporary passwords.</summary>
[Collection(nameof(ChangesVariables))]
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

        var error = await Assert.ThrowsAsync<ConnectionException>(() => new AwsPassword(TimeProvider.System).GetAsync(
            address, _ => throw new TaskCanceledException("The request timed out.", new TimeoutException()), Stop));

        Assert.True(error.MayRetry);
        Assert.Contains("Check the network", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cluster, "<html>Welcome to the hotel</html>")]
    [InlineData(Cluster, "no XML")]
    [InlineData(Workgroup, "{}")]
    [InlineData(Workgroup, "<html/>")]
    [InlineData(Workgroup, """{"dbUser": "a", "dbPassword": "b", "expiration": 1e300}""")]
    public async Task An_answer_of_somebody_else_is_an_error_that_says_so(string address, string answer)
    {
        var server = ServerAddress.Parse(address, "redshift", 5439);
        using var response = new HttpResponseMessage { Content = new StringContent(answer) };
        var passwords = new RedshiftPasswords(server, AwsHost.Of(server.Host), "sa-east-1", (_, _) => Task.FromResult(response));

        var error = await Assert.ThrowsAsync<ConnectionException>(
            () => passwords.AskAsync(new BasicAWSCredentials(PasswordService.AccessKey, PasswordService.SecretKey), Stop));

        Assert.Contains("the answer did not come from Amazon Redshift", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Region_of_the_profile_is_used_for_a_host_that_does_not_say_it()
    {
        await using var service = new PasswordService("IAM:loader", null, TimeSpan.FromHours(1));
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder["profiles"],
            $"[books]\naws_access_key_id={PasswordService.AccessKey}\naws_secret_access_key={PasswordService.SecretKey}\n"
                + "region=eu-west-3\n",
            Stop);
        using var variables = new Variables(("AWS_REGION", "us-west-2"));
        AWSConfigs.AWSProfilesLocation = folder["profiles"];
        await using var warehouse = Addresses.OpenWarehouse(EmbeddedTwin.Connection(folder.Path) with
        {
            Warehouse = "redshift://127.0.0.1:1/dev",
            BucketSettings = new BucketSettings { Profile = "books" },
            WarehouseSettings = new WarehouseSettings { Login = LoginKind.Iam, Name = "cluster/books" },
        });

        var error = await Assert.ThrowsAsync<ConnectionException>(() => warehouse.QueryAsync("SELECT 1", Stop));

        AWSConfigs.AWSProfilesLocation = null;
        Assert.Contains("port 1", error.Advice, StringComparison.Ordinal);
        Assert.Equal(["books/dev"], service.Asked);
        Assert.Equal("eu-west-3", service.Region);
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
}
