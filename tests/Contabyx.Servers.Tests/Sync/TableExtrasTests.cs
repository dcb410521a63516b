using Contabyx.Engine.Compare;
using Contabyx.Engine.Pipeline;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>What a table brings besides its rows: parsed JSON and comments, from MySQL into the emulator of Amazon Redshift.</summary>
public sealed class TableExtrasTests(Servers servers)
{
    private const string Things = """
        CREATE TABLE Things (id INT PRIMARY KEY COMMENT 'it''s the "key" \\ 1', payload JSON, note TEXT) COMMENT 'Things;\n-- é';
        INSERT INTO Things VALUES (1, '{"b": 1.50, "a": [1, {"c": "é\\n"}]}', 'x'), (2, NULL, 'y'), (3, 'null', NULL)
        """;

    [Fact]
    public async Task JSON_arrives_as_SUPER_and_comments_arrive_as_they_are()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Things);
        var selection = new TableSelection { Table = "Things", SuperColumns = ["payload"] };

        var loaded = await RunAsync(site, selection);

        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven, null), (loaded.Status, loaded.Proof, loaded.Error));
        Assert.Equal("super", (await site.AskWarehouseAsync(
            "SELECT data_type FROM svv_columns WHERE table_name = 'things' AND column_name = 'payload'"))[0][0]);
        Assert.Equal(
            [["1", """{"a":[1,{"c":"é\n"}],"b":1.5}"""], ["2", null], ["3", "null"]],
            await site.AskWarehouseAsync("SELECT id, json_serialize(payload) FROM \"Things\" ORDER BY id"));
        Assert.Equal(
            [["Things;\n-- é"], ["it's the \"key\" \\ 1"]],
            [
                .. await site.AskWarehouseAsync("SELECT remarks FROM svv_tables WHERE table_name = 'things'"),
                .. await site.AskWarehouseAsync("SELECT remarks FROM svv_columns WHERE table_name = 'things' AND column_name = 'id'"),
            ]);
        await using var comparison = new DataComparison(site.Connection, new Progress<ItemProgress>(), new Progress<string>());
        var same = await comparison.CompareAsync(selection with { SuperColumns = [] }, 0, TestContext.Current.CancellationToken);
        Assert.Equal((true, "payload"), (same.Equal, Assert.Single(same.ColumnsLeftOut)));
    }

    [Fact]
    public async Task A_comment_that_is_refused_fails_no_load()
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync(Things);
        site.Emulator.Faults.Add(new Fault(FaultKind.Denied, sql => sql.StartsWith("COMMENT ON", StringComparison.Ordinal)));

        var loaded = await RunAsync(site, new TableSelection { Table = "Things" });

        // The comment of the table is refused; the one of its column comes after it.
        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven, null), (loaded.Status, loaded.Proof, loaded.Error));
        Assert.Equal(
            [[null], ["it's the \"key\" \\ 1"]],
            [
                .. await site.AskWarehouseAsync("SELECT remarks FROM svv_tables WHERE table_name = 'things'"),
                .. await site.AskWarehouseAsync("SELECT remarks FROM svv_columns WHERE table_name = 'things' AND column_name = 'id'"),
            ]);
    }

    private static async Task<ContabyxCopyResult> RunAsync(Site site, TableSelection selection)
    {
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest { Others = [selection] }, Export = new ExportOptions { Slices = 0 },
        };
        var pipeline = new DataPipeline(site.Connection, request, _ => new Progress<ItemProgress>(), new Progress<string>());
        var result = await pipeline.RunAsync(TestContext.Current.CancellationToken);
        return result.Tables.Count > 0 ? Assert.Single(result.Tables) : throw result.Failure!;
    }
}
