using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Books.Queries;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Upload;

namespace Contabyx.Tests;

/// <summary>The four steps on an embedded twin, one after the other, as the cmdlets call them.</summary>
internal sealed class Pipeline(string home)
{
    private static readonly Progress<ItemProgress> Silence = new();
    private readonly Progress<string> _notes = new();

    public ContabyxConnection Connection { get; init; } = EmbeddedTwin.Connection(home);

    public async Task<IReadOnlyList<ContabyxBatch>> NewBatchesAsync(BatchRequest request, FaultPlan? faults = null)
    {
        await using var newBatches = new NewBatches(Connection, Silence, _notes, faults);
        var plan = await newBatches.PlanAsync(request, Stop);
        return await newBatches.WriteAsync(plan, request, Stop).ToListAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportAsync(
        IEnumerable<ContabyxBatch> batches, ExportOptions? options = null, string? destination = null)
    {
        await using var export = new DataExport(
            Connection, options ?? new ExportOptions(), destination, Silence, _notes);
        foreach (var batch in batches)
            await export.AddBatchAsync(batch, null, Stop);
        return await export.CompleteAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxFile>> ExportTablesAsync(
        Func<string, bool> tables, ExportOptions? options = null, string? destination = null)
    {
        await using var export = new DataExport(
            Connection, options ?? new ExportOptions(), destination, Silence, _notes);
        var request = new SelectionRequest { Tables = [new TablePattern("*", tables)] };
        var found = await export.FindSelectionsAsync(request, error => throw error, Stop);
        return await export.ExportAsync(found, error => throw error, Stop).SingleAsync(Stop);
    }

    public async Task<IReadOnlyList<ContabyxUpload>> SendAsync(IEnumerable<ContabyxFile> files)
    {
        await using var upload = new DataUpload(Connection, Silence);
        var uploads = new List<ContabyxUpload>();
        foreach (var file in files)
            uploads.Add(await upload.SendAsync(file, Stop));
        await upload.CompleteAsync(Stop);
        return uploads;
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> CopyAsync(LoadOptions? options = null)
    {
        await using var load = new DataLoad(Connection, options ?? new LoadOptions(), Silence, _notes);
        var results = new List<ContabyxCopyResult>();
        foreach (var waiting in await load.FindAsync(null, Stop))
            results.AddRange(await load.LoadAsync(waiting, Stop).ToListAsync(Stop));
        await load.UploadLogAsync(Stop);
        return results;
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> RunAsync(BatchRequest request, LoadOptions? options = null)
    {
        await SendAsync(await ExportAsync(await NewBatchesAsync(request)));
        return await CopyAsync(options);
    }

    public async Task<BooksBalance> BalanceAsync()
    {
        await using var books = new BooksQuery(Connection, BooksPlace.Warehouse);
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
