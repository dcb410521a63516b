using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>Tables of any name travel whole, and no name is ever a statement.</summary>
public sealed class OddNameTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public OddNameTests() => _pipeline = new Pipeline(_home.Path);

    public static TheoryData<string> Names =>
    [
        "it's", "say \"hi\"", "a`b", "x\"; DROP TABLE bystander; --", "x'; DROP TABLE bystander; --", "select", "order by",
        "a/b", "../../escape", "..", ".", "a\\b", "%41+b c", "ação", "表", "📒", "a\nb", "tab\tbed", "{table}", "{0}", "$1",
        "-- name: x", " leading", "trailing ", "a.b.c", "CON", "nul.csv", "~41", "*", "?", "[a]", new string('n', 127),
    ];

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_table_of_any_name_arrives_whole_with_its_odd_columns(string name)
    {
        var quoted = "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        Run("source.duckdb", $"CREATE TABLE {quoted} ({quoted} BIGINT PRIMARY KEY, note VARCHAR)");
        Run("source.duckdb", $"INSERT INTO {quoted} VALUES (1, 'one'), (2, NULL)");
        Run("warehouse.duckdb", "CREATE TABLE bystander (id BIGINT)");

        await _pipeline.SendAsync(await _pipeline.ExportTablesAsync(found => found == name));
        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven, 2L), (result.Status, result.Proof, result.RowsLoaded));
        Assert.Equal(2L, Read("warehouse.duckdb", $"SELECT count(*) FROM {quoted}"));
        Assert.Equal(0L, Read("warehouse.duckdb", "SELECT count(*) FROM bystander"));
        Assert.Equal(["bucket", "contabyx.lock", "locks", "logs", "source.duckdb", "warehouse.duckdb"], Entries());
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Fact]
    public async Task A_name_that_the_warehouse_would_cut_off_is_refused_with_its_length()
    {
        var name = new string('n', 128);
        Run("source.duckdb", $"CREATE TABLE {name} (id BIGINT PRIMARY KEY)");

        var refusal = await Assert.ThrowsAsync<SchemaConflictException>(
            () => _pipeline.ExportTablesAsync(found => found == name));

        Assert.Contains("has 128 bytes, more than the 127 bytes", refusal.Message, StringComparison.Ordinal);
    }

    private string[] Entries() =>
        [.. Directory.EnumerateFileSystemEntries(_home.Path).Select(Path.GetFileName).OfType<string>()
            .Where(name => name is not ("staging" or "contabyx.lock")).Append("contabyx.lock").Order(StringComparer.Ordinal)];

    private void Run(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object? Read(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private DuckDBConnection Open(string file)
    {
        var connection = new DuckDBConnection("Data Source=" + _home[file]);
        connection.Open();
        return connection;
    }
}
