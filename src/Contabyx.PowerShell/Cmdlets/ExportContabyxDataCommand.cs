using System.Globalization;
using System.Management.Automation;
using Contabyx.Engine.Export;

namespace Contabyx.PowerShell;

/// <summary>Exports what batches added, or whole tables, to files with control totals.</summary>
[Cmdlet(VerbsData.Export, "ContabyxData", SupportsShouldProcess = true, DefaultParameterSetName = BatchSet)]
[OutputType(typeof(ContabyxFile))]
public sealed class ExportContabyxDataCommand : ReadingCommand
{
    private const string BatchSet = "Batch";

    private DataExport? _export;
    private readonly List<string> _travelling = [];

    /// <summary>A batch.</summary>
    [Parameter(ParameterSetName = BatchSet, Mandatory = true, ValueFromPipeline = true,
        HelpMessage = "A batch from New-ContabyxBatch; it may have been saved and read back.")]
    public PSObject? Batch { get; set; }

    /// <summary>Tables.</summary>
    [Parameter(ParameterSetName = TableSet, Mandatory = true, Position = 0,
        HelpMessage = "Names of tables to export as a whole; wildcards are allowed, * means all tables.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[]? Table { get; set; }

    /// <summary>The folder for the files.</summary>
    [Parameter(Position = 1, HelpMessage = "The folder for the files; by default, a staging folder that "
        + "Send-ContabyxUpload empties.")]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    [Parameter(HelpMessage = "Csv (the default) or Parquet.")]
    public FileFormat Format { get; set; } = FileFormat.Csv;

    [Parameter(HelpMessage = "How CSV is compressed: Zstd (the default), Gzip or None.")]
    public FileCompression Compression { get; set; } = FileCompression.Zstd;

    /// <summary>The load mode.</summary>
    [Parameter(HelpMessage = "How the files will be loaded: Append, Merge or Replace. By default, whole tables "
        + "use Replace and batches use Merge.")]
    public LoadMode? Mode { get; set; }

    /// <summary>The number of parallel parts.</summary>
    [Parameter(HelpMessage = "How many parts a table with enough rows is cut into; by default, as many as the warehouse reads "
        + "in parallel.")]
    [ValidateRange(1, 1024)]
    public int PartCount { get; set; }

    /// <summary>How to handle bad values.</summary>
    [Parameter(HelpMessage = "What to do with values that the warehouse would refuse: Refuse (the default) or Send, "
        + "which leaves the decision to the warehouse.")]
    public BadValues BadValue { get; set; }

    /// <summary>Finds out what the warehouse lacks before the previous cmdlet writes the first row.</summary>
    protected override async Task BeginAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (MyInvocation.ExpectingInput && Destination is null && ParameterSetName == BatchSet && CurrentOrGiven is { } connection
            && !await pipeline.IsReviewAsync().ConfigureAwait(false))
        {
            await ExportTarget.RequireWarehouseAsync(connection, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (ParameterSetName != BatchSet)
        {
            await ExportTablesAsync(Requested(Table ?? []), pipeline, cancellation).ConfigureAwait(false);
            return;
        }

        foreach (var item in PipedObject.Each(Batch))
        {
            try
            {
                var batch = PipedObject.Read(item, SavedJson.ReadBatch, "a batch", "New-ContabyxBatch");
                await AddBatchAsync(batch, pipeline, cancellation).ConfigureAwait(false);
            }
            catch (InputException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation) =>
        CompleteAsync(pipeline, cancellation);

    private async Task CompleteAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (_export is not { } export)
            return;
        var files = await export.CompleteAsync(cancellation).ConfigureAwait(false);

        // The source is closed before its rows are passed on, because the next cmdlets may need the memory.
        await CleanUpAsync().ConfigureAwait(false);
        await EmitAsync(files, pipeline).ConfigureAwait(false);
    }

    private async Task EmitAsync(IReadOnlyList<ContabyxFile> files, PipelineWriter pipeline)
    {
        if (Destination is null && files.Count > 0)
            _travelling.Add(files[0].Run);
        foreach (var file in files)
            await pipeline.WriteObjectAsync(file).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask CleanUpAsync()
    {
        if (_export is not null)
            await _export.DisposeAsync().ConfigureAwait(false);
        _export = null;

        // When the pipeline is stopped, files that were only passing through it can no longer be sent.
        foreach (var run in Stopping ? _travelling : [])
            DataExport.Discard(CurrentOrGiven, run);
    }

    private async Task AddBatchAsync(ContabyxBatch batch, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (await pipeline.IsWhatIfAsync().ConfigureAwait(false))
        {
            var plan = new PlanTable("Table", ">Rows");
            foreach (var table in batch.Tables)
                plan.Add(table.Table, table.Rows.ToString("N0", CultureInfo.InvariantCulture));
            plan.Add("Total", batch.Rows.ToString("N0", CultureInfo.InvariantCulture));
            await pipeline.WriteWhatIfAsync($"Export the rows of the batch {batch.Id}:\n{plan}").ConfigureAwait(false);
            return;
        }

        if (!await pipeline.ShouldProcessAsync(batch.Id, "Export the rows of this batch").ConfigureAwait(false))
            return;
        var export = await OpenAsync(pipeline, cancellation).ConfigureAwait(false);
        await export.AddBatchAsync(
            batch, error => pipeline.WriteErrorAsync(ErrorRecords.From(error)), cancellation).ConfigureAwait(false);
    }

    private async Task ExportTablesAsync(SelectionRequest request, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var export = await OpenAsync(pipeline, cancellation).ConfigureAwait(false);
        var agreed = new List<TableSelection>();
        foreach (var selection in await export.FindSelectionsAsync(request, TellAsync, cancellation).ConfigureAwait(false))
        {
            if (await pipeline.ShouldProcessAsync(selection.As ?? selection.Table!, ReadAction).ConfigureAwait(false))
                agreed.Add(selection);
        }

        IReadOnlyList<ContabyxFile> last = [];
        await foreach (var files in export.ExportAsync(agreed, TellAsync, cancellation).ConfigureAwait(false))
        {
            await EmitAsync(last, pipeline).ConfigureAwait(false);
            last = files;
        }

        await CleanUpAsync().ConfigureAwait(false);
        await EmitAsync(last, pipeline).ConfigureAwait(false);

        Task TellAsync(ContabyxException error) => pipeline.WriteErrorAsync(ErrorRecords.From(error));
    }

    private async Task<DataExport> OpenAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (_export is not null)
            return _export;
        var slices = PartCount > 0 ? PartCount
            : Destination is not null ? ExportTarget.UsualSlices(CurrentOrGiven)
            : await ExportTarget.CountSlicesAsync(CurrentOrGiven, cancellation).ConfigureAwait(false);
        var options = new ExportOptions
        {
            Format = Format, Compression = Compression, Mode = Mode, Slices = slices, BadValues = BadValue, ChunkRows = ChunkRows,
        };
        var destination = Destination is null ? null : await pipeline.ResolvePathAsync(Destination)
            .ConfigureAwait(false);
        return _export = new DataExport(
            CurrentOrGiven, options, destination, pipeline.Progress("Exporting", "rows"), pipeline.Notes);
    }
}
