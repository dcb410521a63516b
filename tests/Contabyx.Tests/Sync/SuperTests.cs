using Contabyx.Engine.Compare;

namespace Contabyx.Tests;

/// <summary>Columns of JSON that the warehouse keeps as parsed values.</summary>
public sealed class SuperTests : IDisposable
{
    private static readonly TableSelection Parsing = new() { Table = "Things", SuperColumns = ["payload"] };

    private readonly SyncTwin _twin = new();

    public SuperTests() => _twin.Source("""
        CREATE TABLE Things (id INTEGER PRIMARY KEY, payload VARCHAR, note VARCHAR);
        INSERT INTO Things VALUES (1, '{"a": [1, 2.50], "b": {"c": "é"}}', 'x'), (2, NULL, 'y'), (3, 'null', 'z'), (4, '"text"', NULL)
        """);

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task They_are_parsed_after_their_text_is_proven()
    {
        await _twin.LoadAsync(Parsing with { Renames = new Dictionary<string, string> { ["payload"] = "doc" } });

        Assert.Equal("JSON",
            _twin.AskWarehouse("SELECT data_type FROM duckdb_columns() WHERE table_name = 'Things' AND column_name = 'doc'")[0][0]);
        Assert.Equal([["2.5", "é"]], _twin.AskWarehouse("SELECT doc->>'$.a[1]', doc->'b'->>'c' FROM Things WHERE id = 1"));
        Assert.Equal("3", _twin.AskWarehouse("SELECT count(doc) FROM Things")[0][0]);
    }

    [Fact]
    public async Task Increments_replace_them_by_key()
    {
        var newer = Parsing with { Mode = ReadMode.Incremental, Watermark = "id" };
        await _twin.LoadAsync(newer);
        _twin.Source("UPDATE Things SET payload = '{\"a\": 2}' WHERE id = 4; INSERT INTO Things VALUES (5, '[]', NULL)");

        await _twin.LoadAsync(newer);

        Assert.Equal([["4", "2"], ["5", null]], _twin.AskWarehouse("SELECT id, payload->>'a' FROM Things WHERE id > 3 ORDER BY id"));
    }

    [Fact]
    public async Task Another_run_of_the_same_rows_is_loaded_because_parsed_rows_cannot_be_proven_again()
    {
        await _twin.LoadAsync(Parsing);
        _twin.Warehouse("UPDATE Things SET payload = '{\"a\": 0}' WHERE id = 1");

        await _twin.LoadAsync(Parsing);

        Assert.Equal("2.5", _twin.AskWarehouse("SELECT payload->>'$.a[1]' FROM Things WHERE id = 1")[0][0]);
    }

    [Fact]
    public async Task The_same_run_is_recognised_and_claims_no_proof()
    {
        var run = (await _twin.LoadAsync(Parsing)).Run;
        Directory.Move(Path.Combine(_twin.Home, "bucket", "processed", run), Path.Combine(_twin.Home, "bucket", "data", run));

        var again = Assert.Single(await _twin.CopyAsync());

        Assert.Equal((LoadStatus.AlreadyLoaded, LoadProof.None, 0), (again.Status, again.Proof, again.FiguresCompared));
    }

    [Theory]
    [InlineData("{\"a\": }", "it is not JSON")]
    [InlineData("", "it is not JSON")]
    [InlineData("{\"a\": \"\\u0000\"}", "\\u0000, which no column can hold")]
    [InlineData("{\"a\": \"\\ud800\"}", "an escape sequence that is not a character")]
    public async Task Text_that_cannot_be_parsed_is_refused_with_its_key_before_it_is_sent(string text, string reason)
    {
        _twin.Source($"INSERT INTO Things VALUES (77, '{text}', NULL)");

        var result = Assert.Single(await _twin.RunAsync(Parsing));

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("77", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_leaves_them_out_by_name_and_finds_the_other_differences()
    {
        await _twin.LoadAsync(Parsing);
        _twin.Warehouse("UPDATE Things SET note = 'changed' WHERE id = 3");
        await using var comparison = new DataComparison(_twin.Connection, new Progress<ItemProgress>(), _twin.Notes);

        var result = await comparison.CompareAsync(Parsing, keyLimit: 10, TestContext.Current.CancellationToken);

        Assert.Equal(["payload"], result.ColumnsLeftOut);
        Assert.Equal(["id", "note"], result.Columns.Select(column => column.Column));
        Assert.Equal(("3", "note"), (Assert.Single(result.Keys).Key, result.Keys[0].Column));
        Assert.Contains(_twin.Notes.Warnings, text => text.Contains("payload is not compared", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("payload", ReadMode.Differences, "payload as SUPER")]
    [InlineData("nothing", ReadMode.Full, "-AsSuper names the column nothing, which it does not have")]
    [InlineData("id", ReadMode.Full, "-AsSuper names the column id, which is part of the key")]
    [InlineData("note", ReadMode.Full, "-AsSuper names the column note, which is masked")]
    public async Task What_cannot_be_parsed_or_compared_is_refused(string column, ReadMode mode, string reason)
    {
        var masks = new Dictionary<string, MaskKind> { ["note"] = MaskKind.Redact };
        var result = Assert.Single(await _twin.RunAsync(Parsing with { SuperColumns = [column], Mode = mode, Masks = masks }));

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_keeps_text_is_not_changed()
    {
        await _twin.LoadAsync(Parsing with { SuperColumns = [] });
        var refused = Assert.Single(await _twin.RunAsync(Parsing));
        Assert.Contains("payload is VARCHAR(65535) in the table, and -AsSuper makes it SUPER", refused.Error, StringComparison.Ordinal);

        _twin.Warehouse("DROP TABLE Things");
        await _twin.LoadAsync(Parsing with { SuperColumns = ["*load", "i*"] });
        var text = Assert.Single(await _twin.RunAsync(Parsing with { SuperColumns = [] }));
        Assert.Contains("payload is SUPER in the table, and VARCHAR(65535) in the rows", text.Error, StringComparison.Ordinal);
    }
}
