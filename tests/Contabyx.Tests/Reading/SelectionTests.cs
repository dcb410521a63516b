using Contabyx.Engine.Compare;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Export;
using Contabyx.Engine.Pipeline;

namespace Contabyx.Tests;

/// <summary>What is chosen of tables reaches the embedded warehouse, and nothing else does.</summary>
public sealed class SelectionTests : IAsyncLifetime
{
    private const string MaskKey = "a secret for tests, and nothing else";

    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public SelectionTests()
    {
        var twin = new Pipeline(_home.Path);
        _pipeline = new Pipeline(_home.Path) { Connection = twin.Connection with { MaskKey = new Secret(MaskKey) } };
    }

    public async ValueTask InitializeAsync() => await RunAsync(
        "source",
        """
        CREATE TABLE people (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, email VARCHAR, age INTEGER, deleted BOOLEAN NOT NULL);
        INSERT INTO people SELECT i, 'Clear-name-' || i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'clear-' || i || '@example.com' END, i % 90, i % 10 = 0
            FROM range(1, 5001) t(i);
        CREATE TABLE orders (id BIGINT PRIMARY KEY, person BIGINT NOT NULL, amount DECIMAL(18, 2) NOT NULL);
        INSERT INTO orders SELECT i, i % 100 + 1, i / 4 FROM range(1, 1001) t(i);
        CREATE VIEW totals AS SELECT person, sum(amount) AS total, count(*) AS orders FROM orders GROUP BY person;
        """);

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Columns_rows_names_and_masks_arrive_as_chosen_and_compare_sees_the_same()
    {
        var selection = Table("people") with
        {
            As = "persons",
            ExcludedColumns = ["deleted"],
            Where = "NOT deleted -- the living",
            Renames = new Dictionary<string, string> { ["name"] = "full_name" },
            Masks = new Dictionary<string, MaskKind> { ["name"] = MaskKind.Last4, ["email"] = MaskKind.Hash, ["age"] = MaskKind.Null },
        };

        var results = await LoadAsync(selection);

        Assert.Equal(("persons", LoadStatus.Loaded, LoadProof.Proven), (results[0].Table, results[0].Status, results[0].Proof));
        Assert.Equal(
            "4500|4500|3000|0", await ReadAsync("SELECT count(*), count(full_name), count(DISTINCT email), count(age) FROM persons"));
        Assert.Equal("****e-77", await ReadAsync("SELECT full_name FROM persons WHERE id = 77"));
        Assert.Equal("id,full_name,email,age", await ReadAsync(
            "SELECT string_agg(column_name, ',' ORDER BY column_index) FROM duckdb_columns() WHERE table_name = 'persons'"));
        var comparison = await CompareAsync(selection);
        Assert.True(comparison.Equal);
        Assert.Equal((4500, 4500), (comparison.SourceRows, comparison.WarehouseRows));
    }

    [Fact]
    public async Task Compare_finds_what_was_changed_and_shows_masked_values_only()
    {
        var selection =
            Table("people") with { Masks = new Dictionary<string, MaskKind> { ["name"] = MaskKind.Hash, ["email"] = MaskKind.Last4 } };
        await LoadAsync(selection);
        await RunAsync("source", "UPDATE people SET name = 'Clear-name-changed' WHERE id = 42; DELETE FROM people WHERE id = 43");

        var comparison = await CompareAsync(selection, keys: 10);

        Assert.False(comparison.Equal);
        Assert.Equal(["42", "43"], comparison.Keys.Select(key => key.Key));
        Assert.Equal(64, comparison.Keys[0].Source!.Length);
        Assert.DoesNotContain("Clear", string.Join(' ', comparison.Keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_names_the_column_whose_type_the_warehouse_cannot_compare()
    {
        await LoadAsync(Table("people"), Table("orders"));
        await RunAsync("warehouse", "ALTER TABLE people ALTER age TYPE VARCHAR USING 'old'");

        var error = await Assert.ThrowsAsync<SchemaConflictException>(() => CompareAsync(Table("people")));

        Assert.Contains("the column age is INTEGER in the source and VARCHAR", error.Message, StringComparison.Ordinal);
        Assert.Contains("-ExcludeColumn", error.Advice, StringComparison.Ordinal);
        Assert.True((await CompareAsync(Table("orders"))).Equal);
        Assert.Equal(4, (await CompareAsync(Table("people") with { ExcludedColumns = ["age"] })).Columns.Count);
    }

    [Fact]
    public async Task A_masked_key_tells_rows_apart_and_is_merged_by()
    {
        var selection = Table("people") with { Masks = new Dictionary<string, MaskKind> { ["id"] = MaskKind.Hash } };

        await LoadAsync(selection);
        var again = await LoadAsync(new ExportOptions { Mode = LoadMode.Merge }, selection);

        Assert.Equal(LoadProof.Proven, again[0].Proof);
        Assert.Equal("5000|5000", await ReadAsync("SELECT count(*), count(DISTINCT id) FROM people"));
        Assert.True((await CompareAsync(selection)).Equal);
    }

    [Fact]
    public async Task The_same_value_masked_in_two_tables_still_joins()
    {
        await LoadAsync(
            Table("people") with { Masks = new Dictionary<string, MaskKind> { ["id"] = MaskKind.Hash } },
            Table("orders") with { Masks = new Dictionary<string, MaskKind> { ["person"] = MaskKind.Hash } });

        Assert.Equal("1000", await ReadAsync("SELECT count(*) FROM orders JOIN people ON people.id = orders.person"));
    }

    [Fact]
    public async Task A_view_is_a_table_with_the_key_that_is_given()
    {
        var selection = Table("Totals") with { Key = ["person"], As = "person_totals" };

        await LoadAsync(selection);
        await RunAsync("source", "INSERT INTO orders VALUES (5001, 7, 1)");
        await LoadAsync(new ExportOptions { Mode = LoadMode.Merge }, selection);

        Assert.Equal("100|11", await ReadAsync("SELECT count(*), max(orders) FROM person_totals"));
        Assert.True((await CompareAsync(selection)).Equal);
    }

    [Fact]
    public async Task A_query_is_a_table_too_with_its_own_order_and_limit()
    {
        var selection = new TableSelection
        {
            Query = "WITH big AS (SELECT * FROM orders ORDER BY amount DESC LIMIT 10) "
                + "SELECT id, amount * 2 AS double_amount, 'x;)' AS t FROM big -- ten ;)",
            As = "ten",
            Key = ["id"],
            Where = "id <> 1000",
        };

        var results = await LoadAsync(selection);

        Assert.Equal((LoadStatus.Loaded, 9), (results[0].Status, results[0].RowsLoaded));
        Assert.Equal("9|991", await ReadAsync("SELECT count(*), min(id) FROM ten"));
        Assert.True((await CompareAsync(selection)).Equal);
    }

    [Fact]
    public async Task Differences_are_those_of_what_is_sent()
    {
        var selection = Table("people") with
        {
            Mode = ReadMode.Differences,
            As = "persons",
            Where = "NOT deleted",
            ExcludedColumns = ["deleted"],
            Renames = new Dictionary<string, string> { ["id"] = "key" },
            Masks = new Dictionary<string, MaskKind> { ["name"] = MaskKind.Hash, ["email"] = MaskKind.Last4 },
        };
        await LoadAsync(selection);
        await RunAsync(
            "source",
            "UPDATE people SET name = 'other' WHERE id = 41; DELETE FROM people "
                + "WHERE id = 42; UPDATE people SET deleted = true WHERE id = 43;"
            + "UPDATE people SET deleted = false WHERE id = 50; INSERT INTO people VALUES (6000, 'new', NULL, 1, false)");

        var results = await LoadAsync(selection);
        var again = await LoadAsync(selection);

        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (results[0].Status, results[0].Proof));
        Assert.True(results[0].RowsLoaded < 4500, $"{results[0].RowsLoaded} rows were sent.");
        Assert.Equal(LoadStatus.Unchanged, again[0].Status);
        Assert.Equal("4500", await ReadAsync("SELECT count(*) FROM persons"));
        Assert.True((await CompareAsync(selection with { Mode = ReadMode.Full })).Equal);
    }

    [Fact]
    public async Task A_masked_key_has_differences_too()
    {
        var selection = Table("people") with
        {
            Mode = ReadMode.Differences,
            Masks = new Dictionary<string, MaskKind> { ["id"] = MaskKind.Hash, ["*name"] = MaskKind.Redact },
        };
        await LoadAsync(selection);
        await RunAsync("source", "UPDATE people SET age = 99 WHERE id = 41; DELETE FROM people WHERE id = 42");

        var results = await LoadAsync(selection);

        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (results[0].Status, results[0].Proof));
        Assert.Equal("4999|1", await ReadAsync("SELECT count(*), count(*) FILTER (age = 99) FROM people"));
    }

    [Fact]
    public async Task A_watermark_is_named_as_in_the_source_and_kept_as_it_is_sent()
    {
        var selection = Table("people") with
        {
            Mode = ReadMode.Incremental,
            Watermark = "ID",
            Renames = new Dictionary<string, string> { ["id"] = "key" },
            Masks = new Dictionary<string, MaskKind> { ["email"] = MaskKind.Hash },
            Where = "id <> 6001",
        };
        await LoadAsync(selection);
        await RunAsync("source", "INSERT INTO people VALUES (6000, 'new', 'clear', 1, false), (6001, 'not', NULL, 1, false)");

        var results = await LoadAsync(selection);

        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (results[0].Status, results[0].Proof));
        Assert.True(results[0].RowsLoaded <= 2, $"{results[0].RowsLoaded} rows were sent.");
        Assert.Equal("5001", await ReadAsync("SELECT count(*) FROM people"));
    }

    public static TheoryData<string, TableSelection, string> Refused { get; } = new()
    {
        { "bad predicate", Table("people") with { Where = "delted = 0" }, "delted" },
        { "two predicates", Table("people") with { Where = "1 = 1; DROP TABLE orders" }, "semicolon" },
        { "open predicate", Table("people") with { Where = "1 = 1) OR (1 = 1" }, "parenthesis" },
        { "unknown column", Table("people") with { Columns = ["nam"] }, "nam" },
        { "no table", Table("peoples"), "peoples" },
        { "bad query", new TableSelection { Query = "SELEC 1", As = "q" }, "SELEC" },
        { "same name twice", new TableSelection { Query = "SELECT 1 AS a, 2 AS A", As = "q" }, "two columns" },
        { "nameless query", new TableSelection { Query = "SELECT 1 AS a" }, "-As" },
        { "table and query", new TableSelection { Query = "SELECT 1 AS a", Table = "people" }, "-Query" },
        { "same table", Table("orders"), "orders" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_had_is_one_failed_table_and_the_others_go_on(string case_, TableSelection selection, string told)
    {
        var errors = new List<ContabyxException>();

        var results = await LoadAsync(new ExportOptions(), errors, Table("orders"), selection);

        TestContext.Current.TestOutputHelper?.WriteLine($"{case_}: {string.Join(' ', errors.Select(e => e.Message + " " + e.Advice))}");
        Assert.Contains(told, errors[0].Message + errors[0].Advice, StringComparison.Ordinal);
        Assert.Contains(results, result => result is { Table: "orders", Status: LoadStatus.Loaded } || case_ == "same table");
        Assert.Contains(results, result => result.Status == LoadStatus.Failed && result.Error == errors[0].Message);
    }

    // The database stumbles over a value while it reads: what it says quotes the value.
    [Fact]
    public async Task No_clear_value_is_in_any_file_log_result_or_error()
    {
        await RunAsync(
            "source",
            "CREATE VIEW broken AS SELECT id, email, CASE WHEN id < 4000 THEN 1 ELSE CAST(email AS INTEGER) END AS number FROM people;"
            + "CREATE TABLE days (id BIGINT PRIMARY KEY, secret VARCHAR, day DATE); INSERT INTO days VALUES (1, 'clear-day', 'infinity');"
            + "CREATE TABLE narrow (id BIGINT PRIMARY KEY, email VARCHAR); INSERT INTO narrow SELECT id, email FROM people");
        await RunAsync("warehouse", "CREATE TABLE narrow (id BIGINT PRIMARY KEY, email VARCHAR CHECK (strlen(email) <= 10))");
        var masks = new Dictionary<string, MaskKind>
        {
            ["*name"] = MaskKind.Redact, ["*email"] = MaskKind.Hash, ["secret*"] = MaskKind.Last4, ["da?"] = MaskKind.Hash,
        };
        TableSelection[] selections =
        [
            Table("people") with { Masks = masks, Columns = ["id", "name", "email"] }, Table("broken") with { Masks = masks },
            Table("days") with { Masks = masks, Key = ["secret"] , Columns = ["secret", "day"] }, Table("narrow") with { Masks = masks },
        ];
        var (notes, errors) = (new List<string>(), new List<ContabyxException>());

        foreach (var selection in selections.Concat(
            [selections[2] with { Masks = new Dictionary<string, MaskKind> { ["secret"] = MaskKind.Hash, ["day"] = MaskKind.Hash } }]))
        {
            var results = await LoadAsync(new ExportOptions { Compression = FileCompression.None }, errors, selection);
            notes.AddRange(results.Select(result => $"{result} {result.Error} {result.Advice}"));
            try
            {
                notes.Add(string.Join(' ', (await CompareAsync(selection, keys: 10)).Keys));
            }
            catch (ContabyxException e)
            {
                errors.Add(e);
            }
        }

        var request = new PipelineRequest { Tables = new SelectionRequest { Others = selections } };
        notes.AddRange(
            (await new PipelineReview(_pipeline.Connection, request, new Progress<string>()).ReadAsync(Stop)).Select(step => step.Text));
        notes.AddRange(errors.Select(error => $"{error} {error.Advice} {error.Target}"));
        var files = Directory.EnumerateFiles(
            _home.Path, "*", SearchOption.AllDirectories).Where(file => !file.Contains("source.duckdb", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 8 && errors.Count > 3, $"{files.Count} files, {errors.Count} errors");
        foreach (var text in notes.Concat(files.Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)))))
        {
            Assert.DoesNotContain("clear-", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(MaskKey, text, StringComparison.OrdinalIgnoreCase);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', errors.Select(error => error.Message)));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static TableSelection Table(string name) => new() { Table = name };

    private Task<IReadOnlyList<ContabyxCopyResult>> LoadAsync(params TableSelection[] selections) =>
        LoadAsync(new ExportOptions(), selections);

    private async Task<IReadOnlyList<ContabyxCopyResult>> LoadAsync(ExportOptions options, params TableSelection[] selections)
    {
        var errors = new List<ContabyxException>();
        var results = await LoadAsync(options, errors, selections);
        Assert.Empty(errors);
        return results;
    }

    private async Task<IReadOnlyList<ContabyxCopyResult>> LoadAsync(
        ExportOptions options, List<ContabyxException> errors, params TableSelection[] selections)
    {
        await using (var export = new DataExport(_pipeline.Connection, options, null, new Progress<ItemProgress>(), new Progress<string>()))
        {
            await foreach (var files in export.ExportAsync(selections, TellAsync, Stop))
                await _pipeline.SendAsync(files);
        }

        return await _pipeline.CopyAsync();

        Task TellAsync(ContabyxException error)
        {
            errors.Add(error);
            return Task.CompletedTask;
        }
    }

    private async Task<ContabyxComparison> CompareAsync(TableSelection selection, int keys = 0)
    {
        await using var comparison = new DataComparison(_pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>());
        return await comparison.CompareAsync(selection, keys, Stop);
    }

    private async Task<string> ReadAsync(string sql)
    {
        using var connection = await new DuckDbDatabase(_home["warehouse.duckdb"], new DuckDbSettings()).ConnectAsync(Stop);
        return string.Join('|', connection.Query(sql, Stop)[0]);
    }

    private async Task RunAsync(string database, string sql)
    {
        using var connection = await new DuckDbDatabase(_home[$"{database}.duckdb"], new DuckDbSettings()).ConnectAsync(Stop);
        connection.Run(sql, Stop);
    }
}
