using DuckDB.NET.Data;

namespace Contabyx.Benchmarks;

/// <summary>The embedded twin: DuckDB as source and as warehouse, a folder as bucket.</summary>
internal sealed class TwinSetup(ContabyxConnection connection, long rows) : SyncSetup(connection, rows)
{
    public override string Name => "The embedded twin";

    public override string Peer => "DuckDB COPY TO '/dev/null'";

    public override async Task FillAsync()
    {
        Directory.CreateDirectory(Connection.Home);
        Run($"CREATE TABLE {Table} ({Columns.Replace("TIMESTAMP(6)", "TIMESTAMP")})");
        await InsertAsync(1, Rows);
    }

    public override Task UpdateAsync(string predicate)
    {
        Run($"UPDATE {Table} SET amount = amount + 0.01, status = 'changed' WHERE {predicate}");
        return Task.CompletedTask;
    }

    public override Task ReadAllAsync()
    {
        Run($"SET threads = 1; COPY {Table} TO '/dev/null' (FORMAT csv)");
        return Task.CompletedTask;
    }

    public override Task<long?> CountStatementsAsync() => Task.FromResult<long?>(null);

    protected override Task InsertAsync(long first, long last)
    {
        Run($"""
            INSERT INTO {Table} SELECT i, i % 50021, (i * 7919 % 4999999) / 100, TIMESTAMP '2019-01-01' + to_seconds(i % 200000000),
                ['new', 'paid', 'sent', 'returned'][1 + i % 4], concat('note of the sale ', md5(CAST(i AS VARCHAR))) FROM range({first}, {last + 1}) t(i)
            """);
        return Task.CompletedTask;
    }

    private void Run(string sql)
    {
        using var database = new DuckDBConnection($"Data Source={Connection.Source["duckdb:".Length..]}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
