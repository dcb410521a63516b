namespace Contabyx.ServerTests;

/// <summary>The ledger is asked by each load, so whoever loads must be able to read it.</summary>
public sealed class ArchiveRightsTests(Servers servers)
{
    private static readonly ArchiveRequest First = ArchiveSite.Old with { Before = new DateOnly(2015, 1, 1) };

    [Fact]
    public async Task Who_may_read_the_load_history_may_read_the_ledger()
    {
        await using var site = await StartAsync();

        Assert.Equal(ArchiveStatus.Archived, Assert.Single(await site.ArchiveAsync(First)).Status);
        await AsAnaAsync(site, async () =>
        {
            await site.LoadAsync(new TableSelection { Table = "Sales" });
            Assert.Equal(2014, Assert.Single(await site.ReadAsync()).Year);
        });
    }

    [Fact]
    public async Task Who_may_not_read_the_ledger_is_told_what_to_grant()
    {
        await using var site = await StartAsync();
        await site.ArchiveAsync(First);
        await site.Pipeline.QueryAsync("REVOKE SELECT ON contabyx_archive FROM ana");

        await AsAnaAsync(site, async () =>
        {
            var refused = await Assert.ThrowsAsync<WarehouseException>(site.ReadAsync);
            Assert.Contains("lacks SELECT on the table contabyx_archive", refused.Message, StringComparison.Ordinal);
            Assert.StartsWith("GRANT SELECT ON public.contabyx_archive TO ", refused.Advice, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("REVOKE UPDATE, DELETE ON contabyx_load_history FROM ana", "may not lock the load history", "contabyx_load_history")]
    [InlineData("REVOKE INSERT ON contabyx_archive FROM ana", "lacks INSERT on the table contabyx_archive", "contabyx_archive")]
    public async Task A_missing_right_is_named_before_files_are_written(string revoke, string reason, string table)
    {
        await using var site = await StartAsync();
        await site.ArchiveAsync(First);
        await site.Pipeline.QueryAsync("GRANT SELECT, INSERT, DELETE ON contabyx_archive TO ana");
        await site.Pipeline.QueryAsync("GRANT SELECT, INSERT, DELETE ON contabyx_archive_attempts TO ana");
        await site.Pipeline.QueryAsync(revoke);
        var files = await site.KeysAsync();

        await AsAnaAsync(site, async () =>
        {
            var refused = Assert.Single(await site.ArchiveAsync(ArchiveSite.Old with { Before = new DateOnly(2016, 1, 1) }));
            Assert.Equal(ArchiveStatus.Failed, refused.Status);
            Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
            Assert.Contains($"ON public.{table} TO ", refused.Advice, StringComparison.Ordinal);
        });
        Assert.Equal(files, await site.KeysAsync());
    }

    [Fact]
    public async Task Who_may_not_write_the_attempts_down_archives_nothing()
    {
        await using var site = await StartAsync();
        await site.ArchiveAsync(First);
        await site.Pipeline.QueryAsync("GRANT SELECT, INSERT, DELETE ON contabyx_archive TO ana");
        await site.Pipeline.QueryAsync("GRANT SELECT ON contabyx_archive_attempts TO ana");

        await AsAnaAsync(site, async () =>
        {
            var refused = await Assert.ThrowsAsync<WarehouseException>(
                () => site.ArchiveAsync(ArchiveSite.Old with { Before = new DateOnly(2016, 1, 1) }));
            Assert.Contains("lacks INSERT, DELETE on the table contabyx_archive_attempts", refused.Message, StringComparison.Ordinal);
            Assert.StartsWith("GRANT INSERT, DELETE ON public.contabyx_archive_attempts TO ", refused.Advice, StringComparison.Ordinal);
        });
    }

    private async Task<ArchiveSite> StartAsync()
    {
        var site = await ArchiveSite.OpenAsync(servers);
        await site.Pipeline.QueryAsync("GRANT SELECT, INSERT, DELETE ON sales TO ana");
        await site.Pipeline.QueryAsync("GRANT SELECT, INSERT, UPDATE, DELETE ON contabyx_load_history TO ana");
        return site;
    }

    private static async Task AsAnaAsync(ArchiveSite site, Func<Task> act)
    {
        var loader = site.Pipeline.Connection;
        site.Pipeline.Connection = loader with { Warehouse = loader.Warehouse.Replace("loader@", "ana@", StringComparison.Ordinal) };
        await act();
        site.Pipeline.Connection = loader;
    }
}
