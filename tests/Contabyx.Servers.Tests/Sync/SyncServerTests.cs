using Contabyx.Engine.Pipeline;

namespace Contabyx.ServerTests;

/// <summary>Increments and differences from MySQL or MariaDB over S3 into the emulator of Amazon Redshift.</summary>
public sealed class SyncServerTests(Servers servers)
{
    private const string Changed = "changed_at";

    public static TheoryData<string, string, string> Kinds => new()
    {
        { "id BIGINT PRIMARY KEY", "seq", "id" },
        { "id BIGINT UNSIGNED PRIMARY KEY", "seq + 18000000000000000000", "id" },
        { "id VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY", "CONCAT('ключ', seq)", "id" },
        { "id BINARY(16) PRIMARY KEY", "UNHEX(LEFT(SHA2(seq, 256), 32))", "HEX(id)" },
        { "id INT NOT NULL, PRIMARY KEY (id, v)", "seq MOD 10", "id" },
        { "id INT", "seq DIV 3", "id" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Differences_of_every_kind_of_key_are_exact(string id, string value, string shown)
    {
        await using var site = await Site.OpenAsync(servers);
        var definition = id.Contains(", PRIMARY", StringComparison.Ordinal)
            ? $"{id.Split(", PRIMARY")[0]}, v INT NOT NULL, PRIMARY KEY (id, v)"
            : $"{id}, v INT";
        await site.RunOnSourceAsync(
            $"CREATE TABLE Things ({definition}, amount DECIMAL(18,2), at DATETIME(6), note TEXT);"
            + $"INSERT INTO Things SELECT {value}, seq, seq / 4, '2026-01-01', CONCAT('é', seq) FROM {MySqlHome.Numbers(3000)}");
        var things = new TableSelection { Table = "Things", Mode = ReadMode.Differences };
        await LoadAsync(site, things);
        await AssertSameAsync(site, shown);
        await LoadAsync(site, things, LoadStatus.Unchanged);

        await site.RunOnSourceAsync(
            "UPDATE Things SET amount = amount + 0.01, note = NULL WHERE v IN (7, 2999); DELETE FROM Things WHERE v BETWEEN 100 AND 120");
        await site.AskWarehouseAsync("DELETE FROM \"Things\" WHERE v = 1500");
        await site.AskWarehouseAsync("UPDATE \"Things\" SET note = '' WHERE v = 1600");

        var result = await LoadAsync(site, things);

        Assert.InRange(result.RowsLoaded, 1, 2978);
        await AssertSameAsync(site, shown);
        await LoadAsync(site, things, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task Marked_rows_stay_and_come_back()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(
            $"CREATE TABLE Things (id INT PRIMARY KEY, v INT); INSERT INTO Things SELECT seq, seq FROM {MySqlHome.Numbers(500)}");
        var marking = new TableSelection
        {
            Table = "Things", Mode = ReadMode.Differences, Deletes = DeletedRows.Mark, DeletedAtColumn = "gone_at",
        };
        await LoadAsync(site, marking);
        await site.RunOnSourceAsync("DELETE FROM Things WHERE id IN (5, 6)");
        await LoadAsync(site, marking);
        Assert.Equal(["5", "6"],
            (await site.AskWarehouseAsync("SELECT id FROM \"Things\" WHERE gone_at IS NOT NULL ORDER BY id")).Select(row => row[0]));
        await site.RunOnSourceAsync("INSERT INTO Things VALUES (5, 55)");

        await LoadAsync(site, marking);

        Assert.Equal([["5", "55"]], await site.AskWarehouseAsync("SELECT id, v FROM \"Things\" WHERE id = 5 AND gone_at IS NULL"));
        await LoadAsync(site, marking, LoadStatus.Unchanged);
    }

    [Theory]
    [InlineData("DATETIME(6)", false)]
    [InlineData("TIMESTAMP(6)", false)]
    [InlineData("DATETIME(6)", true)]
    [InlineData("TIMESTAMP(6)", true)]
    public async Task Increments_go_on_from_the_history(string type, bool mariaDb)
    {
        await using var site = await Site.OpenAsync(servers, source: mariaDb ? servers.MariaDb : servers.MySql);
        await site.RunOnSourceAsync(
            $"SET time_zone = '+00:00'; CREATE TABLE Things (id INT PRIMARY KEY, v INT, changed_at {type} NULL);"
            + $"INSERT INTO Things SELECT seq, seq, TIMESTAMPADD(MICROSECOND, seq, '2026-01-01 00:00:00') FROM {MySqlHome.Numbers(500)};"
            + "INSERT INTO Things VALUES (0, 0, NULL)");
        var newer = new TableSelection { Table = "Things", Mode = ReadMode.Incremental, Watermark = Changed };
        Assert.Equal(501, (await LoadAsync(site, newer)).RowsLoaded);
        await site.RunOnSourceAsync(
            "SET time_zone = '+00:00'; UPDATE Things SET v = 9, changed_at = '2026-01-01 00:00:00.000501' WHERE id = 3");

        var second = await LoadAsync(site, newer);

        Assert.Equal(2, second.RowsLoaded);
        Assert.Equal("9", (await site.AskWarehouseAsync("SELECT v FROM \"Things\" WHERE id = 3"))[0][0]);
        Assert.Equal("501", (await site.AskWarehouseAsync("SELECT count(*) FROM \"Things\""))[0][0]);
        await LoadAsync(site, newer with { Mode = ReadMode.Differences }, LoadStatus.Unchanged);
    }

    [Theory]
    [InlineData("BIGINT", "seq + 9000000000000000000")]
    [InlineData("BIGINT UNSIGNED", "seq + 18000000000000000000")]
    [InlineData("DECIMAL(30,3)", "seq / 1000")]
    [InlineData("DATE", "DATE_ADD('2020-01-01', INTERVAL seq DAY)")]
    public async Task Watermarks_of_every_kind_are_exact(string type, string value)
    {
        await using var site = await Site.OpenAsync(servers);
        var rows = $"SELECT seq, {value} FROM {MySqlHome.Numbers(510)}";
        await site.RunOnSourceAsync($"CREATE TABLE Things (id INT PRIMARY KEY, w {type}); INSERT INTO Things {rows} WHERE seq <= 500");
        var newer = new TableSelection { Table = "Things", Mode = ReadMode.Incremental, Watermark = "w" };
        await LoadAsync(site, newer);
        await site.RunOnSourceAsync($"INSERT INTO Things {rows} WHERE seq > 500");

        Assert.Equal(11, (await LoadAsync(site, newer)).RowsLoaded);
        await LoadAsync(site, newer with { Mode = ReadMode.Differences }, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task A_history_of_an_older_version_gets_the_columns()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(
            $"CREATE TABLE Things (id INT PRIMARY KEY, v INT); INSERT INTO Things SELECT seq, seq FROM {MySqlHome.Numbers(50)}");
        var newer = new TableSelection { Table = "Things", Mode = ReadMode.Incremental, Watermark = "id" };
        await LoadAsync(site, newer with { Mode = ReadMode.Full, Watermark = null });
        await site.AskWarehouseAsync("ALTER TABLE contabyx_load_history DROP COLUMN watermark");
        await site.AskWarehouseAsync("ALTER TABLE contabyx_load_history DROP COLUMN watermark_column");

        Assert.Equal(50, (await LoadAsync(site, newer)).RowsLoaded);
        Assert.Equal(1, (await LoadAsync(site, newer)).RowsLoaded);
    }

    [Fact]
    public async Task A_large_table_goes_in_pieces()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(
            $"CREATE TABLE Things (id INT PRIMARY KEY, v INT); INSERT INTO Things SELECT seq, seq FROM {MySqlHome.Numbers(5000)}");

        var results = await RunAsync(site, new TableSelection { Table = "Things", Mode = ReadMode.Differences }, chunkRows: 1500);

        Assert.InRange(results.Count, 3, 6);
        Assert.All(
            results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven, null), (result.Status, result.Proof, result.Error)));
        Assert.Equal("5000", (await site.AskWarehouseAsync("SELECT count(*) FROM \"Things\""))[0][0]);
    }

    private static async Task AssertSameAsync(Site site, string id)
    {
        var source = await site.AskSourceAsync(
            $"SELECT CAST({id} AS CHAR), CAST(v AS CHAR), CAST(amount AS CHAR), CAST(at AS CHAR), note FROM Things");
        var shown = id.StartsWith("HEX", StringComparison.Ordinal) ? "upper(to_hex(id))" : "CAST(id AS VARCHAR)";
        var warehouse = await site.AskWarehouseAsync(
            $"SELECT {shown}, CAST(v AS VARCHAR), CAST(amount AS VARCHAR), to_char(at, 'YYYY-MM-DD HH24:MI:SS.US'), note FROM \"Things\"");
        Assert.Equal(Sorted(source), Sorted(warehouse));
    }

    private static string[] Sorted(IReadOnlyList<string?[]> rows) =>
        [.. rows.Select(row => string.Join('|', row.Select(value => value ?? "NULL"))).Order(StringComparer.Ordinal)];

    private static async Task<ContabyxCopyResult> LoadAsync(Site site, TableSelection selection, LoadStatus status = LoadStatus.Loaded)
    {
        var result = Assert.Single(await RunAsync(site, selection));
        Assert.Equal((status, LoadProof.Proven, null), (result.Status, result.Proof, result.Error));
        return result;
    }

    private static async Task<IReadOnlyList<ContabyxCopyResult>> RunAsync(Site site, TableSelection selection, long chunkRows = 5_000_000)
    {
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest { Others = [selection] },
            Export = new ExportOptions { Slices = 0, ChunkRows = chunkRows },
        };
        var pipeline = new DataPipeline(site.Connection, request, _ => new Progress<ItemProgress>(), new Progress<string>());
        var result = await pipeline.RunAsync(TestContext.Current.CancellationToken);
        return result.Tables.Count > 0 ? result.Tables : throw result.Failure!;
    }
}
