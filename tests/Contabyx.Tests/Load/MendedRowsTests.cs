using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;
using DuckDB.NET.Data;

namespace Contabyx.Tests;

/// <summary>What editors do to <c>bad-rows.csv</c>: no row may vanish, and none may be made of a header.</summary>
public sealed class MendedRowsTests : IDisposable
{
    private const string Header = "transaction_type_id,direction,name";

    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public MendedRowsTests() => _pipeline = new Pipeline(_home.Path);

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2,income,two\n4,expense,rent\n", "is not the header")]
    [InlineData("id,direction,name\n2,income,two\n4,expense,rent\n", "is not the header")]
    [InlineData("direction,transaction_type_id,name\nincome,2,two\nexpense,4,rent\n", "is not the header")]
    [InlineData("transaction_type_id,direction\n2,income,two\n4,expense,rent\n", "is not the header")]
    [InlineData("", "it is empty")]
    [InlineData("\n2,income,two\n4,expense,rent\n", "is not the header")]
    [InlineData(Header + "\n2,income,two\n", "2 rows were bad, but there are 1 below its header")]
    [InlineData(Header + "\n", "2 rows were bad, but there are 0 below its header")]
    [InlineData(Header + "\n2,income,\"two\n4,expense,rent\n", "no closing quote")]
    public async Task A_file_that_would_lose_a_row_is_refused_and_stays(string text, string refusal)
    {
        var run = await FailAsync();
        await File.WriteAllTextAsync(BadRows(run), text, Stop);

        var error = await Assert.ThrowsAsync<DamagedFileException>(() => RedriveAsync(run));

        Assert.Contains(refusal, error.Message, StringComparison.Ordinal);
        Assert.Contains("bad-rows.csv", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(BadRows(run), Stop));
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Theory]
    [InlineData(Header + "\r\n2,income,two\r\n4,expense,rent\r\n")]
    [InlineData("\uFEFF" + Header + "\n2,income,two\n4,expense,rent\n")]
    [InlineData("\"transaction_type_id\",\"direction\",\"name\"\n2,income,two\n4,expense,rent")]
    [InlineData("TRANSACTION_TYPE_ID, Direction, Name\n2,income,two\n4,expense,rent\n")]
    public async Task What_editors_do_to_ends_marks_and_quotes_changes_nothing(string text)
    {
        var run = await FailAsync();
        await File.WriteAllTextAsync(BadRows(run), text, Stop);

        var loaded = Assert.Single(await RedriveAsync(run));

        Assert.Equal((LoadStatus.Loaded, 5L), (loaded.Status, loaded.RowsLoaded));
        Assert.Equal("1 wages|2 two|3 three|4 rent|5 fees", Query("""
            SELECT string_agg(transaction_type_id || ' ' || name, '|' ORDER BY transaction_type_id) FROM "TransactionTypes"
            """));
    }

    [Fact]
    public async Task An_empty_line_leaves_a_row_out_on_purpose()
    {
        var run = await FailAsync();
        await File.WriteAllTextAsync(BadRows(run), Header + "\n\n4,expense,rent\n", Stop);

        Assert.Equal(4, Assert.Single(await RedriveAsync(run)).RowsLoaded);
    }

    [Theory]
    [InlineData("note,kind\nnote,kind\nshort,b\n", true)]
    [InlineData("note,kind\nshort,b\n", false)]
    public async Task A_row_that_reads_like_the_header_is_a_row(string text, bool isWhole)
    {
        await using var bucket = Addresses.OpenBucket(_pipeline.Connection);
        await bucket.PutAsync("error/run/notes/bad-rows.csv", System.Text.Encoding.UTF8.GetBytes(text), Stop);
        var letter = new ErrorDocument(
            ErrorDocument.CurrentVersion, "run", "notes", LoadStatus.Failed, default, new string('0', 64), [])
        {
            BadRows = 2, Columns = ["note", "kind"],
        };

        var reading = MendedRows.ReadAsync(bucket, "error/run/notes/", letter, Stop);

        if (isWhole)
            (await reading)!.Dispose();
        else
            await Assert.ThrowsAsync<DamagedFileException>(() => reading);
    }

    [Fact]
    public async Task Another_file_of_the_same_name_and_size_that_waits_is_not_taken_for_the_mended_one()
    {
        var run = await FailAsync();
        await File.WriteAllTextAsync(BadRows(run), Header + "\n2,income,two\n4,expense,rent\n", Stop);
        var other = "9,income,xxxxx\n1,income,wages\n3,income,three\n5,expense,fees\n2,income,two\n4,expense,rent\n";
        var mended = "1,income,wages\n3,income,three\n5,expense,fees\n2,income,two\n4,expense,rent\n";
        await File.WriteAllTextAsync(_home["bucket", "data", "TransactionTypes.csv"], other[..mended.Length], Stop);

        await Assert.ThrowsAsync<RunNotFoundException>(() => RedriveAsync(run));

        Assert.True(File.Exists(BadRows(run)));
    }

    [Fact]
    public async Task A_table_whose_error_document_is_gone_is_loaded_with_the_others()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }), new ExportOptions { Compression = FileCompression.None });
        await _pipeline.SendAsync(files);
        foreach (var table in (string[])["Tax", "Transfers"])
            File.AppendAllText(_home["bucket", "data", files[0].Run, table, table + "-0001.csv"], "x");
        await _pipeline.CopyAsync();
        foreach (var table in (string[])["Tax", "Transfers"])
        {
            var part = _home["bucket", "error", files[0].Run, table, table + "-0001.csv"];
            await File.WriteAllTextAsync(part, (await File.ReadAllTextAsync(part, Stop))[..^1], Stop);
        }

        File.Delete(_home["bucket", "error", files[0].Run, "Transfers", "error.json"]);

        var loaded = await RedriveAsync(files[0].Run);

        Assert.Equal(["Tax", "Transfers"], loaded.Select(result => result.Table).Order(StringComparer.Ordinal));
        Assert.All(loaded, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
    }

    [Fact]
    public async Task A_bad_row_that_is_not_where_the_error_document_says_stops_the_mending()
    {
        var run = await FailAsync();
        await File.WriteAllTextAsync(BadRows(run), Header + "\n2,income,two\n4,expense,rent\n", Stop);
        var letter = Path.Combine(Path.GetDirectoryName(BadRows(run))!, "error.json");
        await File.WriteAllTextAsync(
            letter, (await File.ReadAllTextAsync(letter, Stop)).Replace("\"line\": 4", "\"line\": 44", StringComparison.Ordinal), Stop);

        var error = await Assert.ThrowsAsync<DamagedFileException>(() => RedriveAsync(run));

        Assert.Contains("at line 44, but the file has no row there", error.Message, StringComparison.Ordinal);
    }

    private async Task<string> FailAsync()
    {
        Directory.CreateDirectory(_home["bucket", "data"]);
        await File.WriteAllTextAsync(
            _home["bucket", "data", "TransactionTypes.csv"],
            "1,income,wages\nbad,income,two\n3,income,three\n4x,expense,rent\n5,expense,fees\n", Stop);
        var failed = Assert.Single(await _pipeline.CopyAsync());
        Assert.Equal(LoadStatus.Failed, failed.Status);
        return failed.Run;
    }

    private string BadRows(string run) => _home["bucket", "error", run, "TransactionTypes", "bad-rows.csv"];

    private async Task<IReadOnlyList<ContabyxCopyResult>> RedriveAsync(string run)
    {
        await using var load = new DataLoad(
            _pipeline.Connection, new LoadOptions(), new Progress<ItemProgress>(), new Progress<string>());
        return await load.LoadAsync(await load.RedriveAsync(run, Stop), Stop).ToListAsync(Stop);
    }

    private object? Query(string sql)
    {
        using var warehouse = new DuckDBConnection($"Data Source={_home["warehouse.duckdb"]}");
        warehouse.Open();
        using var command = warehouse.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
