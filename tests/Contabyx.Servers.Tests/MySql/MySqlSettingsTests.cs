namespace Contabyx.ServerTests;

/// <summary>Settings of a server, and its <c>init_connect</c>, that could make SELECT return less or something else.</summary>
public abstract class MySqlSettingsTests(SourceServer server, HarmedServers harmed)
{
    private const string Highest = "18446744073709551615";

    // Each with the value that does harm, and the server's own.
    private static readonly (string Name, string Harm, string Default)[] OfBoth =
    [
        ("sql_select_limit", "3", Highest),
        ("sql_select_limit", "0", Highest),
        ("sql_mode", "'ANSI,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,IGNORE_SPACE'", "''"),
        ("time_zone", "'+05:30'", "'SYSTEM'"),
        ("character_set_results", "latin1", "utf8mb4"),
        ("character_set_client", "latin1", "utf8mb4"),
        ("character_set_connection", "latin1", "utf8mb4"),
        ("autocommit", "0", "1"),
        ("completion_type", "'RELEASE'", "'NO_CHAIN'"),
        ("sql_auto_is_null", "1", "0"),
        ("sql_big_selects", "0", "1"),
        ("max_join_size", "1", Highest),
        ("sql_buffer_result", "1", "0"),
        ("sql_safe_updates", "1", "0"),
        ("div_precision_increment", "0", "4"),
        ("group_concat_max_len", "4", "1024"),
        ("max_error_count", "0", "64"),
        ("max_sort_length", "64", "1024"),
        ("net_write_timeout", "1", "60"),
        ("lock_wait_timeout", "1", "86400"),
        ("innodb_lock_wait_timeout", "1", "50"),
        ("wait_timeout", "2", "28800"),
    ];

    private static readonly (string Name, string Harm, string Default)[] OfMySqlAlone =
    [
        ("max_execution_time", "1", "0"),
        ("transaction_isolation", "'READ-UNCOMMITTED'", "'REPEATABLE-READ'"),
        ("transaction_read_only", "1", "0"),
        ("show_gipk_in_create_table_and_information_schema", "0", "1"),
        ("information_schema_stats_expiry", "86400", "86400"),
        ("windowing_use_high_precision", "0", "1"),
        ("big_tables", "1", "0"),
    ];

    private static readonly (string Name, string Harm, string Default)[] OfMariaDbAlone =
    [
        ("max_statement_time", "0.000001", "0"),
        ("tx_isolation", "'READ-UNCOMMITTED'", "'REPEATABLE-READ'"),
        ("tx_read_only", "1", "0"),
        ("system_versioning_asof", "'2001-01-01 00:00:00'", "DEFAULT"),
        ("sql_mode", "ORACLE", "''"),
        ("max_recursive_iterations", "1", "1000"),
        ("idle_transaction_timeout", "1", "0"),
        ("old_mode", "'ZERO_DATE_TIME_CAST'", "'UTF8_IS_UTF8MB3'"),
    ];

    private IEnumerable<(string Name, string Harm, string Default)> Settings =>
        OfBoth.Concat(server.IsMariaDb ? OfMariaDbAlone : OfMySqlAlone);

    [Fact]
    public async Task No_global_setting_changes_what_is_exported()
    {
        await using var home = await CreateAsync();
        var expected = await LinesAsync(home);
        foreach (var (name, harm, before) in Settings)
        {
            await home.RunAsync($"SET GLOBAL {name} = {harm}");
            string[] found;
            try
            {
                found = await LinesAsync(home);
            }
            finally
            {
                await home.RestoreAsync($"SET GLOBAL {name} = {before}");
            }

            Assert.True(expected.SequenceEqual(found), $"{name} = {harm}: {string.Join('|', found.Take(12))}");
        }
    }

    [Fact]
    public async Task Init_connect_changes_nothing_of_what_is_exported()
    {
        await using var home = await CreateAsync();
        await home.RunAsync("CREATE TABLE other.t LIKE t; CREATE TABLE other.h LIKE h".Replace(
            "other", home.Database + "_other", StringComparison.Ordinal));
        await home.AddUserAsync($"SELECT, CREATE TEMPORARY TABLES ON {home.Database}.*", $"SELECT ON {home.Database}_other.*");
        var expected = await LinesAsync(home);
        string[] more =
        [
            $"USE {home.Database}_other",
            $"USE {home.Database}; CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, v VARCHAR(20), s TIMESTAMP NULL, c CHAR(5), n INT)",
            "SET timestamp = 1",
            "SET NAMES latin1",
            "START TRANSACTION READ ONLY",
        ];
        try
        {
            foreach (var statement in Settings.Where(setting => setting.Name is not ("max_join_size" or "max_error_count"))
                .Select(setting => $"SET SESSION {setting.Name} = {setting.Harm}").Concat(more))
            {
                await home.RunAsync($"SET GLOBAL init_connect = \"{statement}\"");
                var found = await LinesAsync(home);
                Assert.True(expected.SequenceEqual(found), $"{statement}: {string.Join('|', found.Take(12))}");
            }
        }
        finally
        {
            await home.RestoreAsync($"SET GLOBAL init_connect = ''; DROP DATABASE {home.Database}_other");
        }
    }

    private async Task<MySqlHome> CreateAsync()
    {
        var home = await MySqlHome.CreateAsync(await harmed.LikeAsync(server), new SourceSettings { Readers = 2 });
        await home.RunAsync($"CREATE DATABASE {home.Database}_other");
        await home.RunAsync($$"""
            CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20), s TIMESTAMP NULL, c CHAR(5), n INT) DEFAULT CHARACTER SET utf8mb4;
            INSERT INTO t SELECT seq, CONCAT('ção \\', seq), '2020-02-03 04:05:06', 'a', NULL FROM {{MySqlHome.Numbers(500)}};
            CREATE TABLE h (id INT PRIMARY KEY, v INT){{(server.IsMariaDb ? " WITH SYSTEM VERSIONING" : "")}};
            INSERT INTO h SELECT seq, seq FROM {{MySqlHome.Numbers(50)}};
            """);
        return home;
    }

    private static async Task<string[]> LinesAsync(MySqlHome home)
    {
        var lines = new List<string>();
        foreach (var file in await home.ExportAsync())
        {
            lines.Add($"{file.Table} {file.Rows} {string.Join(',', file.Schema.Columns.Select(column => column.Name))}");
            lines.AddRange(await File.ReadAllLinesAsync(file.Path, TestContext.Current.CancellationToken));
        }

        return [.. lines];
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers, HarmedServers harmed) : MySqlSettingsTests(servers.MySql, harmed);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers, HarmedServers harmed) : MySqlSettingsTests(servers.MariaDb, harmed);
}
