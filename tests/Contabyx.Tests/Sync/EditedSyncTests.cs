using System.Text.Json.Nodes;

namespace Contabyx.Tests;

/// <summary>Runs of differences whose documents somebody edited: nothing of them is loaded, and no row is deleted.</summary>
public sealed class EditedSyncTests : IDisposable
{
    private static readonly TableSelection Items = new()
    {
        Table = "Items", Mode = ReadMode.Differences, Deletes = DeletedRows.Mark, DeletedAtColumn = "gone_at", Watermark = "id",
    };

    private readonly SyncTwin _twin = new();

    public EditedSyncTests() => _twin.Source(
        "CREATE TABLE Items (id BIGINT PRIMARY KEY, name VARCHAR); INSERT INTO Items SELECT i, 'name ' || i FROM range(1000) t(i)");

    public void Dispose() => _twin.Dispose();

    [Theory]
    [InlineData("buckets", "null")]
    [InlineData("buckets/count", "0")]
    [InlineData("buckets/count", "-1")]
    [InlineData("buckets/count", "2147483647")]
    [InlineData("buckets/first", "null")]
    [InlineData("buckets/first", "9223372036854775807")]
    [InlineData("buckets/width", "0")]
    [InlineData("buckets/width", "-5")]
    [InlineData("buckets/width", "9223372036854775807")]
    [InlineData("buckets/numbers", "null")]
    [InlineData("buckets/numbers", "\"\"")]
    [InlineData("buckets/numbers", "\"0..99999999\"")]
    [InlineData("buckets/numbers", "\"-2\"")]
    [InlineData("buckets/numbers", "\"3,1\"")]
    [InlineData("buckets/numbers", "\"1,1\"")]
    [InlineData("buckets/numbers", "\"0); DROP TABLE Items; --\"")]
    [InlineData("whole", "null")]
    [InlineData("whole/rows", "-1")]
    [InlineData("whole/rows", "999")]
    [InlineData("whole/fingerprint", "null")]
    [InlineData("whole/fingerprint", "\"1\"")]
    [InlineData("whole/columns", "[]")]
    [InlineData("whole/columns/0", "null")]
    [InlineData("deletes", "\"Drop\"")]
    [InlineData("deletes", "7")]
    [InlineData("deletes", "\"Keep\"")]
    [InlineData("deletedAtColumn", "null")]
    [InlineData("deletedAtColumn", "\"NAME\"")]
    [InlineData("deletedAt", "null")]
    [InlineData("deletedAt", "\"never\"")]
    [InlineData("watermarkColumn", "\"nothing\"")]
    [InlineData("watermark", "\"x\"")]
    [InlineData("watermark", "\"1' OR 1\"")]
    public async Task What_cannot_be_is_refused(string path, string value) => await RefuseAsync("sync/" + path, value);

    [Theory]
    [InlineData("sync", "null")]
    [InlineData("mode", "\"Replace\"")]
    [InlineData("mode", "\"Append\"")]
    [InlineData("mode", "\"Merge\"")]
    [InlineData("files", "[]")]
    public async Task The_mode_and_what_it_needs_belong_together(string path, string value) => await RefuseAsync(path, value);

    [Fact]
    public async Task A_watermark_beyond_the_rows_is_not_believed()
    {
        await EditAsync("sync/watermark", "\"5000000\"");

        await _twin.CopyAsync();

        Assert.Equal("2000", _twin.AskWarehouse("SELECT max(CAST(watermark AS BIGINT)) FROM contabyx_load_history")[0][0]);
    }

    [Theory]
    [InlineData(LoadMode.Replace)]
    [InlineData(LoadMode.Append)]
    public async Task Another_mode_does_not_touch_the_rest_of_the_table(LoadMode mode)
    {
        await EditAsync("sync/isPart", "false");

        var result = Assert.Single(await _twin.CopyAsync(new LoadOptions { Mode = mode }));

        Assert.Equal((LoadStatus.Loaded, LoadMode.Differences), (result.Status, result.Mode));
        _twin.AssertSame("Items", "id, name");
    }

    private async Task RefuseAsync(string path, string value)
    {
        await EditAsync(path, value);

        var result = Assert.Single(await _twin.CopyAsync());

        Assert.Equal((LoadStatus.Failed, 0L), (result.Status, result.RowsLoaded));
        Assert.NotEqual(LoadProof.Proven, result.Proof);
        Assert.Equal("1000", _twin.AskWarehouse("SELECT count(*) FROM Items WHERE name <> 'new'")[0][0]);
    }

    // A run that brings one row to a table that has others.
    private async Task EditAsync(string path, string value)
    {
        await _twin.LoadAsync(Items);
        _twin.Source("INSERT INTO Items VALUES (2000, 'new')");
        var run = Assert.Single(await _twin.SendAsync(Items));
        var file = Path.Combine(_twin.Home, "bucket", "data", run, "run.json");
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        JsonNode node = document["tables"]![0]!;
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
            node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        if (int.TryParse(steps[^1], out var last))
            node[last] = JsonNode.Parse(value);
        else
            node[steps[^1]] = JsonNode.Parse(value);
        File.WriteAllText(file, document.ToJsonString());
    }
}
