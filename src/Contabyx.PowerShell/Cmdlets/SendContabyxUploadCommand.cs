using System.Globalization;
using System.Management.Automation;
using Contabyx.Engine.Upload;

namespace Contabyx.PowerShell;

/// <summary>Sends exported files, or files made by hand, to the bucket.</summary>
[Cmdlet(VerbsCommunications.Send, "ContabyxUpload", SupportsShouldProcess = true, DefaultParameterSetName = FileSet)]
[OutputType(typeof(ContabyxUpload))]
public sealed class SendContabyxUploadCommand : ConnectedCommand
{
    private const string FileSet = "File";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private DataUpload? _dataUpload;
    private ContabyxConnection? _uploadTo;
    private readonly List<(string Table, string Path, long? Rows, long Bytes)> _planned = [];

    /// <summary>An exported file.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, ValueFromPipeline = true,
        HelpMessage = "A file from Export-ContabyxData, which may have been saved and read back; a file or folder from "
        + "Get-Item; or a path.")]
    public PSObject? File { get; set; }

    /// <summary>Paths.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0,
        HelpMessage = "Files named after their tables (Clients.csv, Tax.txt.gz, ...), or folders that "
        + "Export-ContabyxData -Destination filled.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Paths without wildcards.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true,
        HelpMessage = "Files or folders, named exactly; wildcards are not expanded.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (_dataUpload is not null && _uploadTo != CurrentOrGiven)
        {
            await _dataUpload.CompleteAsync(cancellation).ConfigureAwait(false);
            await CleanUpAsync().ConfigureAwait(false);
        }

        foreach (var item in PipedObject.Each(File))
            await SendInputAsync(item, pipeline, cancellation).ConfigureAwait(false);
        foreach (var path in Path ?? [])
            await SendFoundAsync(path, literal: false, pipeline, cancellation).ConfigureAwait(false);
        foreach (var path in LiteralPath ?? [])
            await SendFoundAsync(path, literal: true, pipeline, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (_planned.Count > 0)
        {
            var folders = Folders();
            var plan = $"Send these files to {CurrentOrGiven.Bucket}:\n{Plan()}";
            await pipeline.WriteWhatIfAsync(folders.Length > 0 ? $"{plan}\nfrom {folders}" : plan).ConfigureAwait(false);
        }

        if (_dataUpload is not null)
            await _dataUpload.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask CleanUpAsync()
    {
        if (_dataUpload is not null)
            await _dataUpload.DisposeAsync().ConfigureAwait(false);
        _dataUpload = null;
    }

    private async Task SendInputAsync(object item, PipelineWriter pipeline, CancellationToken cancellation)
    {
        try
        {
            await (item switch
            {
                string path => SendFoundAsync(path, literal: false, pipeline, cancellation),
                FileSystemInfo found => SendFoundAsync(found.FullName, literal: true, pipeline, cancellation),
                _ => SendAsync(
                    PipedObject.Read(item, SavedJson.ReadFile, "an exported file or a path", "Export-ContabyxData or Get-Item"),
                    pipeline, cancellation),
            }).ConfigureAwait(false);
        }
        catch (InputException e)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
        }
    }

    private async Task SendFoundAsync(string path, bool literal, PipelineWriter pipeline, CancellationToken cancellation)
    {
        foreach (var found in await pipeline.ResolveExistingAsync(path, literal).ConfigureAwait(false))
            await SendPathAsync(found, pipeline, cancellation).ConfigureAwait(false);
    }

    private async Task SendPathAsync(string path, PipelineWriter pipeline, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(path))
            {
                foreach (var file in await DataUpload.ReadFolderAsync(path, cancellation).ConfigureAwait(false))
                    await SendAsync(file, pipeline, cancellation).ConfigureAwait(false);
            }
            else if (await pipeline.IsWhatIfAsync().ConfigureAwait(false))
            {
                _planned.Add(("", path, null, new FileInfo(path).Length));
            }
            else if (await pipeline.ShouldProcessAsync(path, $"Send to {CurrentOrGiven.Bucket}").ConfigureAwait(false))
            {
                var upload = await Open(pipeline).SendLooseAsync(path, cancellation).ConfigureAwait(false);
                await pipeline.WriteObjectAsync(upload).ConfigureAwait(false);
            }
        }
        catch (ContabyxException e) when (e is DamagedFileException or AddressException)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(ContabyxFile file, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var (thing, action) = file switch
        {
            { Error: not null } => (file.Table, "Send the report of its refusal"),
            { IsUnchanged: true } => (file.Table, "Send the note that it is unchanged"),
            _ => (file.Path, "Send"),
        };
        if (await pipeline.IsWhatIfAsync().ConfigureAwait(false))
        {
            _planned.Add((file.Table, file.Error is null && !file.IsUnchanged ? file.Path : action, file.Rows, file.Bytes));
            return;
        }

        if (!await pipeline.ShouldProcessAsync(thing, $"{action} to {CurrentOrGiven.Bucket}").ConfigureAwait(false))
            return;
        var upload = await Open(pipeline).TrySendAsync(
            file, error => pipeline.WriteErrorAsync(ErrorRecords.From(error)), cancellation).ConfigureAwait(false);
        if (upload is not null)
            await pipeline.WriteObjectAsync(upload).ConfigureAwait(false);
    }

    private PlanTable Plan()
    {
        var plan = new PlanTable("Table", ">Rows", ">Size", "File");
        foreach (var (table, path, rows, bytes) in _planned)
            plan.Add(table, Count(rows), Figure.Size(bytes), System.IO.Path.GetFileName(path));
        return plan.Add(
            "Total", Count(_planned.Aggregate((long?)0, (sum, file) => sum + file.Rows)), Figure.Size(_planned.Sum(file => file.Bytes)),
            _planned.Count == 1 ? "1 file" : $"{Count(_planned.Count)} files");
    }

    private string Folders() =>
        string.Join(" and ", _planned
            .Select(file => System.IO.Path.GetDirectoryName(file.Path)).Where(folder => folder?.Length > 0).Distinct());

    private static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";

    private DataUpload Open(PipelineWriter pipeline)
    {
        _uploadTo = CurrentOrGiven;
        return _dataUpload ??= new DataUpload(CurrentOrGiven, pipeline.Progress("Sending", "rows"), pipeline.Notes);
    }
}
