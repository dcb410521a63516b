using Contabyx.Engine.Compare;
using Contabyx.Engine.DuckDb;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>The embedded twin with tables of as many columns as MySQL allows.</summary>
[Collection(nameof(CountsMemory))]
public sealed class WideTableTests : IDisposable
{
    private const int Columns = 1017;
    private const int Rows = 500;
    private const string Table = "Wide";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Five_hundred_rows_of_a_thousand_columns_are_exported_loaded_and_compared()
    {
        WriteWideTable();
        var pipeline = new Pipeline(_home.Path);

        await pipeline.SendAsync(await pipeline.ExportTablesAsync(name => name == Table));

        var result = Assert.Single(await pipeline.CopyAsync());
        Assert.Equal((LoadStatus.Loaded, (long)Rows, LoadProof.Proven), (result.Status, result.RowsLoaded, result.Proof));
        await using var compare = new DataComparison(pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>());
        Assert.True((await compare.CompareAsync(new TableSelection { Table = Table }, 0, TestContext.Current.CancellationToken)).Equal);
    }

    [Fact]
    public async Task A_value_of_twenty_megabytes_is_refused_before_it_is_copied()
    {
        Run($"CREATE TABLE {Table} (id INTEGER PRIMARY KEY, c VARCHAR); INSERT "
            + $"INTO {Table} VALUES (1, 'a'), (2, repeat('x', 20000000)), (3, 'b')");
        var pipeline = new Pipeline(_home.Path);
        var before = GC.GetTotalAllocatedBytes();

        var refused = await Assert.ThrowsAsync<ValueRefusedException>(() => pipeline.ExportTablesAsync(name => name == Table));

        Assert.Equal((Table, "c", 2L), (refused.Table, refused.Column, refused.Row));
        Assert.Contains("20000000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16 << 20);
    }

    [Fact]
    public void The_wider_a_table_the_fewer_threads_and_books_keep_all_of_them()
    {
        var (threads, memory) = (Settings(8), Settings(1017));

        Assert.Equal((4L, "122.0 MiB"), threads);
        Assert.Equal(1L, memory.Threads);
        Assert.NotEqual("122.0 MiB", memory.Memory);
    }

    [Fact]
    public void A_table_that_needs_more_is_named_with_the_setting()
    {
        var wide = new WideTables(new DuckDbSettings());

        Assert.Contains("table Wide, with 1017 columns", wide.Reason(Schema(1017)), StringComparison.Ordinal);
        Assert.Contains("CONTABYX_DUCKDB_MB=512", wide.Advice, StringComparison.Ordinal);
    }

    private static (long Threads, string Memory) Settings(int columns)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:;memory_limit=128MB;threads=4");
        connection.Open();
        new WideTables(new DuckDbSettings { Threads = 4, MemoryMegabytes = 128 }).ReserveMemory(connection, Schema(columns));
        var row = connection.Query(
            "SELECT current_setting('threads'), current_setting('memory_limit')", CancellationToken.None)[0];
        return (long.Parse(row[0]!, System.Globalization.CultureInfo.InvariantCulture), row[1]!);
    }

    private static TableSchema Schema(int columns) => new(
        Table, [.. Enumerable.Range(1, columns).Select(i => new ColumnSchema($"c{i}", ColumnType.Text(20)))], []);

    private void WriteWideTable()
    {
        var names = Enumerable.Range(2, Columns - 1).Select(i => $"c{i}").ToList();
        Run(
            $"CREATE TABLE {Table} (c1 INTEGER PRIMARY KEY, {string.Join(", ", names.Select(name => name + " VARCHAR"))}); "
            + $"INSERT INTO {Table} SELECT i, {string.Join(", ", names.Select(name => $"'{name} of ' || i"))} FROM range({Rows}) t(i)");
    }

    private void Run(string statements)
    {
        using var connection = new DuckDBConnection("Data Source=" + _home["source.duckdb"]);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
