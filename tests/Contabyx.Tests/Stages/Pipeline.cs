using Contabyx.Engine;

namespace Contabyx.Tests;

/// <summary>The four stages on an embedded twin, one after the other, as the cmdlets call them.</summary>
internal sealed class Pipeline(string home)
{
    private static readonly Progress<StageProgress> Silence = new();
    private readonly Progress<string> _notes = new();

    public ContabyxConnection Connection { get; init; } = EmbeddedTwin.Connection(home);

    public async Task<IReadOnlyList<ContabyxBatch>> NewBatchesAsync(BatchRequest request, FaultPlan? faults = null)
    {
        await using var stage = new BatchStage(Connection, Silence, _notes, faults);
        var plan = await stage.PlanAsync(request, Stop);
        return await stage.WriteAsync(plan, request, Stop).ToListAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportAsync(
        IEnumerable<ContabyxBatch> batches, ExportOptions? options = null, string? destination = null)
    {
        await using var stage = new ExportStage(
            Connection, options ?? new ExportOptions(), destination, Silence, _notes);
        foreach (var batch in batches)
            await stage.AddBatchAsync(batch, null, Stop);
        return await stage.CompleteAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportTablesAsync(
        Func<string, bool> tables, ExportOptions? options = null, string? destination = null)
    {
        await using var stage = new ExportStage(
            Connection, options ?? new ExportOptions(), destination, Silence, _notes);
        var found = await stage.FindTablesAsync(tables, "*", Stop);
        await stage.AddTablesAsync(found, error => throw error, Stop);
        return await stage.CompleteAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxUpload>> SendAsync(IEnumerable<ContabyxFile> files)
    {
        await using var stage = new UploadStage(Connection, Silence);
        var uploads = new List<ContabyxUpload>();
        foreach (var file in files)
            uploads.Add(await stage.SendAsync(file, Stop));
        await stage.CompleteAsync(Stop);
        return uploads;
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> CopyAsync(LoadOptions? options = null)
    {
        await using var stage = new CopyStage(Connection, options ?? new LoadOptions(), Silence, _notes);
        var results = new List<ContabyxCopyResult>();
        foreach (var waiting in await stage.FindAsync(null, Stop))
            results.AddRange(await stage.LoadAsync(waiting, Stop).ToListAsync(Stop));
        await stage.UploadLogAsync(Stop);
        return results;
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> RunAsync(BatchRequest request, LoadOptions? options = null)
    {
        await SendAsync(await ExportAsync(await NewBatchesAsync(request)));
        return await CopyAsync(options);
    }

    public async Task<BooksBalance> BalanceAsync()
    {
        await using var books = new BooksStage(Connection, BooksPlace.Warehouse);
        return await books.ReadTotalAsync(new BooksFilter(), Stop);
    }

    public string[] Keys(string area)
    {
        var root = Path.Combine(home, "bucket");
        return [.. Directory.EnumerateFiles(Path.Combine(root, area), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
