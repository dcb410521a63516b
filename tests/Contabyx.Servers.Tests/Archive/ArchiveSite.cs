using Contabyx.Engine.Archive;
using Contabyx.Engine.Compare;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Pipeline;

namespace Contabyx.ServerTests;

/// <summary>An emulator of Amazon Redshift with a table of several years, and what archives it.</summary>
internal sealed class ArchiveSite(RedshiftPipeline pipeline) : IAsyncDisposable
{
    public static readonly ArchiveRequest Old = new("sales") { Before = new DateOnly(2017, 1, 1), Column = "sold" };

    public const string Columns = "id, sold, amount, what";

    public RedshiftPipeline Pipeline => pipeline;

    public static async Task<ArchiveSite> OpenAsync(Servers servers, string type = "TIMESTAMP")
    {
        var site = new ArchiveSite(await RedshiftPipeline.StartAsync(servers));
        await site.Pipeline.ChangeSourceAsync(
            $"CREATE TABLE Sales (id BIGINT, sold {type}, amount DECIMAL(18,2), what VARCHAR CHECK (strlen(what) <= 40), PRIMARY KEY (id))",
            "INSERT INTO Sales SELECT y * 10 + i, CASE i WHEN 0 THEN make_timestamp(y::BIGINT, 1, 1, 0, 0, 0) "
                + "ELSE make_timestamp(y::BIGINT, 12, 31, 23, 59, 59.999999) END, i * 10.01, CASE i WHEN 1 THEN NULL WHEN 2 THEN '' "
                + @"ELSE 'it''s \ ' || y END FROM range(2014, 2019) years(y), range(5) rows(i)",
            "INSERT INTO Sales VALUES (1, NULL, 7, 'no day')");
        await site.LoadAsync(new TableSelection { Table = "Sales" });
        return site;
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> RunAsync(TableSelection selection)
    {
        var request = new PipelineRequest { Tables = new SelectionRequest { Others = [selection] } };
        var result = await new DataPipeline(pipeline.Connection, request, _ => new Progress<ItemProgress>(), new Progress<string>())
            .RunAsync(Stop);
        return result.Tables.Count > 0 || result.Failure is null ? result.Tables : throw result.Failure;
    }

    public async Task LoadAsync(TableSelection selection)
    {
        var result = Assert.Single(await RunAsync(selection));
        Assert.Equal((null, LoadProof.Proven), (result.Error, result.Proof));
    }

    /// <summary>Archives what a request asks for; each year's result.</summary>
    public async Task<IReadOnlyList<ContabyxArchive>> ArchiveAsync(
        ArchiveRequest request, CancellationToken? stop = null, IProgress<string>? notes = null)
    {
        await using var archive = new DataArchive(pipeline.Connection, new Progress<ItemProgress>(), notes ?? new Progress<string>());
        var plan = await archive.PlanAsync(request, stop ?? Stop);
        if (plan.Steps.Count == 0 && plan.ViewStatements.Count > 0)
            await archive.RefreshAsync(plan, stop ?? Stop);
        var results = new List<ContabyxArchive>();
        foreach (var step in plan.Steps)
            results.Add(await archive.ArchiveAsync(step, stop ?? Stop));
        return results;
    }

    public async Task<ContabyxArchive> RestoreAsync(int year, string table = "sales")
    {
        await using var archive = new DataArchive(pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>());
        return await archive.RestoreAsync(await archive.PlanRestoreAsync(table, year, Stop), Stop);
    }

    public async Task<IReadOnlyList<ContabyxArchive>> ReadAsync()
    {
        await using var archive = new DataArchive(pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>());
        return await archive.ReadAsync(Stop);
    }

    public async Task<ContabyxComparison> CompareAsync(TableSelection selection)
    {
        await using var comparison = new DataComparison(pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>());
        return await comparison.CompareAsync(selection, 10, Stop);
    }

    /// <summary>The rows of a table or view, as another client sees them.</summary>
    public async Task<string[]> RowsAsync(string from, string columns = Columns) =>
        [.. (await pipeline.QueryAsync($"SELECT {columns} FROM {from} ORDER BY 1")).Select(row =>
            string.Join("|", row.Select(value => value ?? "NULL")))];

    public async Task<string[]> HotYearsAsync() =>
        [.. (await pipeline.QueryAsync("SELECT DISTINCT date_part(year, sold) FROM sales WHERE sold IS NOT NULL ORDER BY 1"))
            .Select(row => row[0]!)];

    public async Task<IReadOnlyList<string>> KeysAsync()
    {
        await using var bucket = Addresses.OpenBucket(pipeline.Connection);
        return await bucket.ListAsync("archive/", Stop).Select(item => item.Key).ToListAsync(Stop);
    }

    public async Task MakeBucketAsync()
    {
        await using var bucket = Addresses.OpenBucket(pipeline.Connection);
        await bucket.InitializeAsync(Stop);
    }

    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
