namespace Contabyx.ServerTests;

/// <summary>LOCK of the load history needs more rights than writing to it ("LOCK", Amazon Redshift Database Developer Guide).</summary>
public sealed class RedshiftLockTests(Servers servers)
{
    [Fact]
    public async Task A_user_who_may_not_lock_the_history_is_told_what_to_grant_and_the_files_wait()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync("CREATE TABLE notes (id BIGINT NOT NULL, note VARCHAR(6))");
        await pipeline.DropAsync("data/notes.csv", "1,a\n");
        Assert.Equal(LoadStatus.Loaded, Assert.Single(await pipeline.CopyAsync()).Status);
        await pipeline.QueryAsync("GRANT SELECT, INSERT, DELETE ON notes TO ana");
        await pipeline.QueryAsync("GRANT SELECT, INSERT ON contabyx_load_history TO ana");
        var loader = pipeline.Connection;
        pipeline.Connection = loader with { Warehouse = loader.Warehouse.Replace("loader@", "ana@", StringComparison.Ordinal) };
        await pipeline.DropAsync("data/notes.csv", "2,b\n");

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal((LoadStatus.Failed, true), (result.Status, result.Waits));
        Assert.Contains("GRANT", result.Advice, StringComparison.Ordinal);
        Assert.Contains("ana", result.Advice, StringComparison.Ordinal);
        pipeline.Connection = loader;
        await pipeline.QueryAsync("GRANT UPDATE ON contabyx_load_history TO ana");
        pipeline.Connection = loader with { Warehouse = loader.Warehouse.Replace("loader@", "ana@", StringComparison.Ordinal) };
        Assert.Equal(LoadStatus.Loaded, Assert.Single(await pipeline.CopyAsync()).Status);
    }
}
