using MySqlConnector;

namespace Contabyx.Benchmarks;

/// <summary>MySQL, S3 and the emulator of Amazon Redshift, all on this machine.</summary>
internal sealed class ServerSetup(ContabyxConnection connection, BenchmarkServers servers, string database, long rows)
    : SyncSetup(connection, rows)
{
    private const long RowsAtOnce = 100_000;

    public override string Name => "MySQL, S3 and the emulator of Amazon Redshift";

    public override string Peer => "mariadb --quick --batch > /dev/null";

    public override async Task FillAsync()
    {
        await RunAsync($"CREATE TABLE {Table} ({Columns.Replace("TIMESTAMP(6)", "DATETIME(6)")})");
        for (var first = 1L; first <= Rows; first += RowsAtOnce)
            await InsertAsync(first, Math.Min(Rows, first + RowsAtOnce - 1));
        await RunAsync($"ANALYZE TABLE {Table}");
    }

    public override Task UpdateAsync(string predicate) =>
        RunAsync($"UPDATE {Table} SET amount = amount + 0.01, status = 'changed' WHERE {predicate}");

    public override Task ReadAllAsync() => BenchmarkServers.RunAsync(
        "bash", "-c",
        $"set -e; export MYSQL_PWD={servers.SourcePassword}; "
        + $"mariadb --no-defaults --skip-ssl -h127.0.0.1 -P{servers.SourcePort} -uloader --quick --batch {database} -e 'SELECT * FROM "
            + $"{Table}' > /dev/null");

    public override async Task<long?> CountStatementsAsync()
    {
        await using var open = await OpenAsync();
        await using var command = new MySqlCommand("SHOW GLOBAL STATUS WHERE Variable_name = 'Questions'", open);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return long.Parse(reader.GetString(1));
    }

    protected override Task InsertAsync(long first, long last) => RunAsync($"""
        SET SESSION cte_max_recursion_depth = {last - first + 2};
        INSERT INTO {Table} WITH RECURSIVE n (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
        SELECT i, i MOD 50021, (i * 7919 MOD 4999999) / 100, TIMESTAMPADD(SECOND, i MOD 200000000, '2019-01-01'),
            ELT(1 + i MOD 4, 'new', 'paid', 'sent', 'returned'), CONCAT('note of the sale ', LEFT(SHA2(i, 256), 32)) FROM n
        """);

    private async Task RunAsync(string sql)
    {
        await using var open = await OpenAsync();
        await using var command = new MySqlCommand(sql, open) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private async Task<MySqlConnection> OpenAsync()
    {
        var open = new MySqlConnection(
            $"Server=127.0.0.1;Port={servers.SourcePort};User "
                + $"ID=loader;Password={servers.SourcePassword};Database={database};AllowUserVariables=true");
        await open.OpenAsync();
        return open;
    }
}
