using Contabyx.Engine.Connections;

namespace Contabyx.ServerTests;

/// <summary>Certificates of a real MySQL, which makes its own: of its authority, its server and its clients.</summary>
[Collection(GlobalSettings.OfMySql)]
public sealed class MySqlTlsTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_who_must_show_a_certificate_shows_the_one_in_the_address()
    {
        await using var home = await CreateAsync("REQUIRE X509");
        var folder = await FolderAsync(home);
        home.Connection = home.Connection with { Source = $"{home.Connection.Source}?ssl=verify-ca&ssl-root={Encoded(folder, "ca.pem")}" };

        var refused = await FailedAsync(home);
        Assert.Equal("Login", refused.Check);
        Assert.Contains("ssl-cert=PATH and ssl-key=PATH", refused.Advice, StringComparison.Ordinal);

        var files = $"&ssl-cert={Encoded(folder, "client-cert.pem")}&ssl-key={Encoded(folder, "client-key.pem")}";
        home.Connection = home.Connection with { Source = Addresses.CompleteSource(home.Connection.Source + files, "/") };

        Assert.Equal("7", Assert.Single(await home.LinesAsync("t")));
    }

    [Fact]
    public async Task A_certificate_that_the_user_may_not_show_is_refused_under_Login()
    {
        await using var home = await CreateAsync("REQUIRE SUBJECT '/CN=nobody'");
        var folder = await FolderAsync(home);
        home.Connection = home.Connection with
        {
            Source = $"{home.Connection.Source}?ssl=require&ssl-cert={Encoded(folder, "client-cert.pem")}"
                + $"&ssl-key={Encoded(folder, "client-key.pem")}",
        };

        var refused = await FailedAsync(home);

        Assert.Equal("Login", refused.Check);
        Assert.Contains("which certificate it must show", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_authority_is_not_trusted_is_refused_with_the_authority_and_where_it_is()
    {
        await using var home = await CreateAsync("REQUIRE SSL");
        home.Connection = home.Connection with { Source = home.Connection.Source + "?ssl=verify-full" };

        var refused = await FailedAsync(home);

        Assert.Contains("signed by an authority that is not trusted here: CN=MySQL_Server", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("ca.pem", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_for_another_name_is_refused_with_the_names()
    {
        await using var home = await CreateAsync("REQUIRE SSL");
        var root = Encoded(await FolderAsync(home), "ca.pem");
        home.Connection = home.Connection with { Source = $"{home.Connection.Source}?ssl=verify-full&ssl-root={root}" };

        var refused = await FailedAsync(home);

        Assert.Contains("its certificate is for CN=MySQL_Server", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("not for 127.0.0.1", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("ssl=verify-ca", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_does_not_fit_the_certificate_is_told_of()
    {
        await using var home = await CreateAsync("REQUIRE X509");
        var folder = await FolderAsync(home);
        home.Connection = home.Connection with
        {
            Source = $"{home.Connection.Source}?ssl=require&ssl-cert={Encoded(folder, "client-cert.pem")}"
                + $"&ssl-key={Encoded(folder, "ca.pem")}",
        };

        var error = await Assert.ThrowsAsync<ConnectionException>(() => home.ExportAsync());

        Assert.Contains("ssl-key", error.Advice, StringComparison.Ordinal);
    }

    private async Task<MySqlHome> CreateAsync(string required)
    {
        var home = await MySqlHome.CreateAsync(servers.MySql);
        await home.RunAsync("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (7)");
        await home.AddUserAsync($"ALL ON {home.Database}.*");
        await home.RunAsync($"ALTER USER {home.User}@'%' {required}");
        return home;
    }

    // The server puts them there when it starts for the first time.
    private static Task<string> FolderAsync(MySqlHome home) => home.ScalarAsync("SELECT @@datadir");

    private static string Encoded(string folder, string file) => Uri.EscapeDataString(Path.Combine(folder, file));

    private static async Task<ContabyxCheck> FailedAsync(MySqlHome home)
    {
        await using var source = home.Open();
        return (await source.CheckAsync(Stop).ToListAsync(Stop)).Single(check => check.Outcome == CheckOutcome.Failed);
    }
}
