using Contabyx.Engine.Setup;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>A table of the books that is gone is not created again: it would have the new days only.</summary>
public sealed class LostBooksTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("Transfers")]
    [InlineData("TaxType")]
    public async Task Books_without_one_of_their_tables_are_not_continued(string table)
    {
        var pipeline = new Pipeline(_home.Path);
        await pipeline.NewBatchesAsync(new BatchRequest { Days = 2 });
        InSource($"DROP TABLE \"{table}\"");

        var refusal = await Assert.ThrowsAsync<BooksConflictException>(
            () => pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }));

        Assert.Contains($"2 days were written, but the source has no {table}.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, InSource($"SELECT count(*) FROM information_schema.tables WHERE table_name = '{table}'"));
    }

    [Fact]
    public async Task Initialising_the_source_does_not_create_it_either()
    {
        var pipeline = new Pipeline(_home.Path);
        await pipeline.NewBatchesAsync(new BatchRequest { Days = 2 });
        InSource("DROP TABLE \"Tax\"");
        await using var setup = new ConnectionSetup(pipeline.Connection, new Progress<string>());

        await Assert.ThrowsAsync<BooksConflictException>(() => setup.ApplyAsync(ContabyxTarget.Source, null, Stop));

        Assert.Equal(0L, InSource("SELECT count(*) FROM information_schema.tables WHERE table_name = 'Tax'"));
    }

    private object? InSource(string sql)
    {
        using var source = new DuckDBConnection($"Data Source={Path.Combine(_home.Path, "source.duckdb")}");
        source.Open();
        using var command = source.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
