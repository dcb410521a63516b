namespace Contabyx.ServerTests;

/// <summary>Tables that a user sees only a part of, and names that are no tables or not the only ones.</summary>
public abstract class MySqlAccessTests(SourceServer server)
{
    [Fact]
    public async Task A_table_whose_columns_a_user_may_not_all_read_is_refused_by_name_and_the_others_go_on()
    {
        await using var home = await CreateAsync();
        await home.AddUserAsync(
            $"SELECT (id, a) ON {home.Database}.t", $"SELECT ON {home.Database}.good", $"SELECT (id, b) ON {home.Database}.hidden");
        var errors = new List<ContabyxException>();
        var files = await home.ExportAsync(errors: errors);
        Assert.Equal(["good"], files.Select(file => file.Table));
        Assert.Equal(["hidden", "t"], errors.Select(error => Assert.IsType<TableRefusedException>(error).Target));
        Assert.All(
            errors, error => Assert.Contains($"'{home.User}' may read only some of its columns", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Column_grants_through_a_role_are_no_different()
    {
        await using var home = await CreateAsync();
        var role = "r" + home.User;
        await home.RunAsync($"CREATE ROLE {role}; GRANT SELECT (id, a) ON t TO {role}");
        await home.AddUserAsync($"SELECT ON {home.Database}.good");
        await home.RestoreAsync(server.IsMariaDb
            ? $"GRANT {role} TO {home.User}@'%'; SET DEFAULT ROLE {role} FOR {home.User}@'%'"
            : $"GRANT {role} TO {home.User}@'%'; SET DEFAULT ROLE {role} TO {home.User}@'%'");
        var errors = new List<ContabyxException>();
        var files = await home.ExportAsync(errors: errors);
        await home.RestoreAsync($"DROP ROLE {role}");
        Assert.Equal(["good"], files.Select(file => file.Table));
        Assert.Equal("t", Assert.IsType<TableRefusedException>(Assert.Single(errors)).Target);
    }

    [Fact]
    public async Task A_right_on_the_whole_table_by_a_role_is_enough()
    {
        await using var home = await CreateAsync();
        var role = "r" + home.User;
        await home.RunAsync($"CREATE ROLE {role}; GRANT SELECT ON {home.Database}.* TO {role}");
        await home.AddUserAsync();
        await home.RestoreAsync(server.IsMariaDb
            ? $"GRANT {role} TO {home.User}@'%'; SET DEFAULT ROLE {role} FOR {home.User}@'%'"
            : $"GRANT {role} TO {home.User}@'%'; SET DEFAULT ROLE {role} TO {home.User}@'%'");
        var files = await home.ExportAsync();
        await home.RestoreAsync($"DROP ROLE {role}");
        Assert.Equal(["good", "hidden", "t"], files.Select(file => file.Table));
    }

    [Fact]
    public async Task Two_names_that_differ_in_case_only_are_refused_and_one_can_be_chosen()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("""
            CREATE TABLE `d33_Orders` (id INT PRIMARY KEY, a INT); INSERT INTO `d33_Orders` VALUES (1, 1), (2, 2);
            CREATE TABLE `d33_orders` (id INT PRIMARY KEY, a INT); INSERT INTO `d33_orders` VALUES (7, 7);
            CREATE TABLE good (id INT PRIMARY KEY); INSERT INTO good VALUES (1)
            """);
        var errors = new List<ContabyxException>();
        var files = await home.ExportAsync(errors: errors);
        Assert.Equal(["good"], files.Select(file => file.Table));
        Assert.Equal(["d33_Orders", "d33_orders"], errors.Select(error => Assert.IsType<TableRefusedException>(error).Target));
        Assert.Equal(["7,7"], await home.LinesAsync("d33_orders"));
        Assert.Equal(["1,1", "2,2"], await home.LinesAsync("d33_Orders"));
    }

    [Fact]
    public async Task What_is_no_table_is_named_for_what_it_is()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("CREATE TABLE base (id INT PRIMARY KEY, t VARCHAR(5)); CREATE VIEW v AS SELECT id, t FROM base"
            + (server.IsMariaDb ? "; CREATE SEQUENCE s" : ""));
        Assert.Equal(["v"], (await home.ExportAsync("v")).Select(file => file.Table));
        if (server.IsMariaDb)
        {
            var sequence = await Assert.ThrowsAsync<TableNotFoundException>(() => home.ExportAsync("s"));
            Assert.Contains("s is a sequence in ", sequence.Message, StringComparison.Ordinal);
        }

        var missing = await Assert.ThrowsAsync<TableNotFoundException>(() => home.ExportAsync("nosuch"));
        Assert.StartsWith("There is no table 'nosuch'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("base", missing.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_the_user_whose_name_begins_like_our_notes_is_exported()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("CREATE TABLE contabyx_invoices (id INT PRIMARY KEY); INSERT INTO contabyx_invoices VALUES (1); "
            + "CREATE TABLE contabyx_batches (id INT PRIMARY KEY)");
        Assert.Equal(["contabyx_invoices"], (await home.ExportAsync()).Select(file => file.Table));
    }

    private async Task<MySqlHome> CreateAsync()
    {
        var home = await MySqlHome.CreateAsync(server, new SourceSettings { Readers = 2 });
        await home.RunAsync("""
            CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT); INSERT INTO t VALUES (1, 2, 3);
            CREATE TABLE hidden (id INT PRIMARY KEY, b INT, c INT INVISIBLE); INSERT INTO hidden (id, b, c) VALUES (1, 2, 3);
            CREATE TABLE good (id INT PRIMARY KEY); INSERT INTO good VALUES (1)
            """);
        return home;
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlAccessTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlAccessTests(servers.MariaDb);
}
