using Amazon.Runtime;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sources.MySql;

namespace Contabyx.Tests;

/// <summary>Logins to MySQL on Amazon RDS by a signed token.</summary>
public sealed class RdsLoginTests
{
    private const string Host = "books.abc123.sa-east-1.rds.amazonaws.com";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("loader")]
    [InlineData("o'neill+ação@x")]
    public async Task The_token_is_signed_for_this_server_and_user_and_no_other(string user)
    {
        var login = await Login(Address($"mysql://{Uri.EscapeDataString(user)}@{Host}:3307/books"),
            new BasicAWSCredentials(RdsTokens.AccessKey, RdsTokens.SecretKey))
            .GetAsync(Stop);

        var token = login.Password!.Reveal();
        Assert.Equal(user, login.User);
        Assert.True(RdsTokens.IsValid(token, Host + ":3307", user, "sa-east-1"), token);
        Assert.False(RdsTokens.IsValid(token, Host + ":3306", user, "sa-east-1"));
        Assert.False(RdsTokens.IsValid(token, Host + ":3307", user, "us-east-1"));
        Assert.False(RdsTokens.IsValid(
            token.Replace("Action=connect", "Action=connecT", StringComparison.Ordinal), Host + ":3307", user, "sa-east-1"));
        Assert.DoesNotContain(token, Redactor.Redact($"login with {token} failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_credentials_put_their_session_token_into_it()
    {
        var credentials = new SessionAWSCredentials(RdsTokens.AccessKey, RdsTokens.SecretKey, "session/token+1=");
        var token = (await Login(Address($"mysql://loader@{Host}:3306/books"), credentials).GetAsync(Stop)).Password!.Reveal();

        Assert.Contains("X-Amz-Security-Token=session%2Ftoken%2B1%3D", token, StringComparison.Ordinal);
        Assert.True(RdsTokens.IsValid(token, Host + ":3306", "loader", "sa-east-1"), token);
    }

    [Fact]
    public async Task The_Region_of_the_settings_is_used_for_a_host_that_does_not_say_it()
    {
        var token = (await Login(
            Address("mysql://loader@127.0.0.1:3306/books"),
            new BasicAWSCredentials(RdsTokens.AccessKey, RdsTokens.SecretKey), "eu-west-3").GetAsync(Stop))
            .Password!.Reveal();

        Assert.True(RdsTokens.IsValid(token, "127.0.0.1:3306", "loader", "eu-west-3"), token);
    }

    public static TheoryData<Exception> NoCredentials =>
        [new AmazonClientException("no credentials"), new AmazonServiceException("the session has expired")];

    [Theory]
    [MemberData(nameof(NoCredentials), DisableDiscoveryEnumeration = true)]
    public async Task A_machine_without_AWS_credentials_is_told_how_to_get_them(Exception failure)
    {
        var login = new RdsLogin(Address($"mysql://loader@{Host}:3306/books"), null, () => throw failure, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ConnectionException>(() => login.GetAsync(Stop));

        Assert.Contains("no AWS credentials for the login", error.Message, StringComparison.Ordinal);
        Assert.Contains("aws sso login", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 9, 1)]
    [InlineData(null, 11, 2)]
    [InlineData(60, 9, 1)]
    [InlineData(7, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(4, 0, 2)]
    public async Task A_token_is_kept_until_shortly_before_it_or_its_keys_expire(int? keysExpireAfter, int minutesLater, int signed)
    {
        var (clock, asked) = (new MovedClock(), 0);
        var login = new RdsLogin(Address($"mysql://loader@{Host}:3306/books"), null, Credentials, clock);

        var first = await login.GetAsync(Stop);
        clock.Moved = TimeSpan.FromMinutes(minutesLater);
        var second = await login.GetAsync(Stop);

        Assert.Equal(signed, asked);
        Assert.Equal(signed == 1, ReferenceEquals(first.Password, second.Password));

        AWSCredentials Credentials()
        {
            asked++;
            return new BasicAWSCredentials(RdsTokens.AccessKey, RdsTokens.SecretKey)
            {
                Expiration = keysExpireAfter is { } minutes ? DateTime.UtcNow.AddMinutes(minutes) : null,
            };
        }
    }

    [Fact]
    public async Task A_token_expires_by_the_clock_that_asks_for_it()
    {
        var login = new RdsLogin(
            Address($"mysql://loader@{Host}:3306/books"), null, () => new BasicAWSCredentials(RdsTokens.AccessKey, RdsTokens.SecretKey),
            new MovedClock { Moved = TimeSpan.FromHours(1) });

        var first = await login.GetAsync(Stop);

        Assert.Same(first.Password, (await login.GetAsync(Stop)).Password);
    }

    [Theory]
    [InlineData("sa-east-1", true)]
    [InlineData("us-east-1", false)]
    public async Task The_server_gets_the_token_over_TLS_and_a_refusal_has_its_own_advice(string region, bool accepted)
    {
        await using var server = new TokenServer(port => token => RdsTokens.IsValid(token, $"127.0.0.1:{port}", "loader", region));
        var address = Address($"mysql://loader@127.0.0.1:{server.Port}/books?ssl=require");
        var login = Login(address, new BasicAWSCredentials(RdsTokens.AccessKey, RdsTokens.SecretKey), "sa-east-1");

        var error =
            await Record.ExceptionAsync(async () => await (await new MySqlConnections(address, login).OpenAsync(Stop)).DisposeAsync());

        Assert.Equal(accepted, server.Accepted);
        if (!accepted)
            Assert.Contains("rds-db:connect", Assert.IsType<ConnectionException>(error).Advice, StringComparison.Ordinal);
    }

    private static ServerAddress Address(string text) => ServerAddress.Parse(text, "mysql", 3306);

    private static RdsLogin Login(ServerAddress address, AWSCredentials credentials, string? region = null) =>
        new(address, region, () => credentials, TimeProvider.System);
}
