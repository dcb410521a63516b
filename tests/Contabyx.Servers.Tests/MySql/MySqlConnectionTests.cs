using Contabyx.Engine.Books;
using Contabyx.Engine.Connections;

namespace Contabyx.ServerTests;

public abstract class MySqlConnectionTests(SourceServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_named_and_never_shown()
    {
        await using var home = await MySqlHome.CreateAsync(
            server, new SourceSettings { Password = new Secret("marked-wrong-secret") });
        var error = await FailAsync(home.Connection);
        Assert.Contains("loader", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-wrong-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_or_database_that_is_not_there_is_named()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        var missing = await FailAsync(home.Connection with { Source = server.Address("no_such_database") });
        Assert.Contains("Initialize-Contabyx", missing.Advice, StringComparison.Ordinal);
        var silent = await FailAsync(home.Connection with { Source = "mysql://loader@127.0.0.1:1/books" });
        Assert.Contains("127.0.0.1:1", silent.Advice, StringComparison.Ordinal);
        var plain = await FailAsync(home.Connection with { Source = home.Connection.Source + "?ssl=verify-full" });
        Assert.Contains("ssl=", plain.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checks_tell_what_works_and_what_to_do()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await using var source = home.Open();
        var checks = await source.CheckAsync(Stop).ToListAsync(Stop);
        Assert.Equal(
            ["Reachable", "Login", "Database", "Tls", "Privileges", "Snapshot", "LocalInfile", "Packet", "ZeroDates", "Clock"],
            checks.Select(check => check.Check));
        Assert.All(
            checks.Where(check => check.Check != "ZeroDates"), check => Assert.Equal(CheckOutcome.Passed, check.Outcome));

        var wrong = home.Connection with { SourceSettings = new SourceSettings { Password = new Secret("marked-wrong-secret") } };
        await using var refused = Addresses.OpenSource(wrong);
        var failed = await refused.CheckAsync(Stop).ToListAsync(Stop);
        Assert.Equal([CheckOutcome.Passed, CheckOutcome.Failed], failed.Take(2).Select(check => check.Outcome));
        Assert.All(failed.Skip(2), check => Assert.Equal(CheckOutcome.Skipped, check.Outcome));
    }

    [Fact]
    public async Task The_script_runs_as_it_is_and_again_and_makes_what_the_source_makes()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await using var books = home.OpenBooks();
        await books.InitializeAsync(Stop);
        await books.InitializeAsync(Stop);
        await using var source = home.Open();
        var schema = await source.ReadSchemaAsync(Stop);
        Assert.Equal(
            BooksSchema.Tables.OrderBy(table => table.Name, StringComparer.Ordinal), schema, ReferenceEqualityComparer.Instance);
        Assert.Equal(
            "9",
            await home.ScalarAsync("SELECT COUNT(*) FROM information_schema.REFERENTIAL_CONSTRAINTS "
                + "WHERE CONSTRAINT_SCHEMA = DATABASE()"));
    }

    private static async Task<ConnectionException> FailAsync(ContabyxConnection connection)
    {
        await using var source = Addresses.OpenSource(connection);
        return await Assert.ThrowsAsync<ConnectionException>(() => source.ReadSchemaAsync(Stop));
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlConnectionTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlConnectionTests(servers.MariaDb);
}
