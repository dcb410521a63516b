using Contabyx.Engine.Files;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>DuckDB reads what the writers wrote, and finds the rows as they were.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDBConnection _duckDb = new("DataSource=:memory:");

    public RoundTripTests() => _duckDb.Open();

    public void Dispose()
    {
        _duckDb.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(FileCompression.Zstd, 1)]
    [InlineData(FileCompression.Gzip, 2)]
    [InlineData(FileCompression.None, 3)]
    public async Task Csv_gives_every_value_back(FileCompression compression, int slices)
    {
        await WriteAsync(new()
        {
            Directory = _folder["out"],
            Compression = compression,
            Slices = slices,
            PageBytes = 300,
            PagesPerTurn = 1,
            NullMarker = @"\N1",
        });
        var columns = GoldenValues.Table.Columns.Select(
            column => $"'{column.Name}': '{(column.Type.Kind == ColumnKind.Binary ? "VARCHAR" : column.Type)}'");
        var files = $"{_folder["out"]}/*{RowFormats.Of(FileFormat.Csv).Extension(compression)}";

        Expect($$"""
            SELECT * REPLACE (unhex(bytes) AS bytes) FROM read_csv('{{files}}', header = false, auto_detect = false,
                delim = ',', quote = '"', escape = '"', nullstr = '\N1', allow_quoted_nulls = false,
                columns = { {{string.Join(", ", columns)}} })
            """);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Parquet_gives_every_value_back_in_its_own_type(int slices)
    {
        await WriteAsync(new()
        {
            Directory = _folder["out"], Format = FileFormat.Parquet, Slices = slices, RowGroupRows = 7,
        });

        Expect($"SELECT * FROM read_parquet('{_folder["out"]}/*.parquet')");
        Assert.Equal(
            "BIGINT, SMALLINT, INTEGER, BOOLEAN, DECIMAL(18,2), DECIMAL(38,10), FLOAT, DOUBLE, VARCHAR, DATE, TIME, "
            + "TIMESTAMP, TIMESTAMP WITH TIME ZONE, BLOB",
            Read("SELECT string_agg(column_type, ', ') FROM (DESCRIBE FROM actual)"));
    }

    [Fact]
    public async Task A_parquet_table_without_rows_has_one_file_with_its_columns()
    {
        var written = await WriterRuns.WriteAsync(
            GoldenValues.Table, [], new() { Directory = _folder["out"], Format = FileFormat.Parquet, Slices = 4 });

        Assert.Equal("", written.NullMarker);
        Assert.Equal("0", Read($"SELECT count(*) FROM read_parquet('{Assert.Single(written.Parts).Path}')"));
    }

    private Task WriteAsync(TableWriterOptions options) =>
        WriterRuns.WriteAsync(GoldenValues.Table, GoldenValues.Rows, options, () => 5);

    // Both differences are taken, duplicates counted: nothing is missing and nothing is more.
    private void Expect(string select)
    {
        var columns = GoldenValues.Table.Columns.Select(
            column => $"{column.Name} {(column.Type.Kind == ColumnKind.Binary ? "BLOB" : column.Type)}");
        Read($"CREATE TABLE expected ({string.Join(", ", columns)})");
        foreach (var row in GoldenValues.Rows)
            Read($"INSERT INTO expected VALUES ({string.Join(", ", GoldenValues.Table.Columns.Zip(row, Literal))})");
        Read($"CREATE TABLE actual AS {select}");

        Assert.Equal($"{GoldenValues.Rows.Count}", Read("SELECT count(*) FROM actual"));
        Assert.Equal("", Read("SELECT string_agg(id::VARCHAR, ', ') FROM (FROM expected EXCEPT ALL FROM actual)"));
        Assert.Equal("", Read("SELECT string_agg(id::VARCHAR, ', ') FROM (FROM actual EXCEPT ALL FROM expected)"));
    }

    private static string Literal(ColumnSchema column, object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => $"unhex('{Convert.ToHexString(bytes)}')",
        _ => $"'{ReferenceCsv.Value(column.Type, value).Replace("'", "''")}'",
    };

    private string Read(string sql)
    {
        using var command = _duckDb.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString() ?? "";
    }
}
