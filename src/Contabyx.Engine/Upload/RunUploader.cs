using System.Diagnostics;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Telemetry;

namespace Contabyx.Engine.Upload;

/// <summary>
/// Puts files into the bucket under <c>data/</c>: the parts of runs, then each table's manifest, and the run's
/// document last of all. Disposing without completing deletes what was put for runs whose files are only temporarily
/// in staging, because nobody can finish them. Other incomplete runs stay: without a document they are not loaded, and
/// sending the same folder again sends only what is missing.
/// </summary>
/// <param name="staging">The full path of the staging folder.</param>
/// <param name="progress">Receives the files sent, per table.</param>
internal sealed class RunUploader(IBucket bucket, string staging, IProgress<ItemProgress> progress) : IAsyncDisposable
{
    private readonly RunStore _store = new(bucket);
    private readonly SortedDictionary<string, Dictionary<ContabyxFile, BucketObject>> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BucketObject> _there = new(StringComparer.Ordinal);
    private readonly HashSet<(string Run, string Table)> _refused = [];
    private readonly List<string> _keys = [];
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(1);

    /// <summary>Puts a part of a run, or takes note of a table that was refused.</summary>
    /// <param name="file">The part.</param>
    /// <exception cref="DamagedFileException">The file was changed since it was exported, or is gone.</exception>
    public async Task<ContabyxUpload> SendAsync(ContabyxFile file, CancellationToken cancellation)
    {
        if (!RunId.IsValid(file.Run))
            throw new DamagedFileException(file.Path, $"'{file.Run}' is not the name of a run.");
        if (file.Error is not null)
            return await RefuseAsync(file, cancellation).ConfigureAwait(false);
        if (file.IsUnchanged)
            return await NoteAsync(file, cancellation).ConfigureAwait(false);
        if (!File.Exists(file.Path))
            throw new DamagedFileException(file.Path, "it no longer exists.", advice: "Export the table again.");
        var key = BucketLayout.TablePrefix(BucketLayout.Data, file.Run, file.Table) + Path.GetFileName(file.Path);
        if (!_runs.ContainsKey(file.Run))
            await BeginAsync(file.Run, cancellation).ConfigureAwait(false);
        if (IsPassing(file))
            _keys.Add(key);
        var clock = Stopwatch.StartNew();
        var item = await PutPartAsync(key, file, cancellation).ConfigureAwait(false);
        if (item.Bytes != file.Bytes)
        {
            throw new DamagedFileException(
                file.Path, $"it was sent with {item.Bytes} bytes, but it had {file.Bytes} bytes at the export.",
                advice: "Export and send the table again.");
        }

        _runs[file.Run][file] = item;
        progress.Report(
            new ItemProgress(file.Table, file.Rows, file.Rows, file.Bytes, Completed: file.Part == file.Parts));
        return Describe(item, file.Path, file.Sha256, clock.Elapsed) with
        {
            Run = file.Run,
            Table = file.Table,
            Part = file.Part,
            Parts = file.Parts,
            Rows = file.Rows,
        };
    }

    /// <summary>Whether a table was refused, so that its files are no longer wanted.</summary>
    public bool IsRefused(ContabyxFile file) => _refused.Contains((file.Run, file.Table));

    /// <summary>Removes a table from its run; the other tables continue.</summary>
    /// <param name="file">A file of the table, with the error.</param>
    public async Task<ContabyxUpload> RefuseAsync(ContabyxFile file, CancellationToken cancellation)
    {
        if (!_runs.ContainsKey(file.Run))
            await BeginAsync(file.Run, cancellation).ConfigureAwait(false);
        _refused.Add((file.Run, file.Table));
        foreach (var sent in _runs[file.Run].Keys.Where(sent => sent.Table == file.Table).ToList())
            _runs[file.Run].Remove(sent);
        return Note(file);
    }

    private async Task<ContabyxUpload> NoteAsync(ContabyxFile file, CancellationToken cancellation)
    {
        if (!_runs.ContainsKey(file.Run))
            await BeginAsync(file.Run, cancellation).ConfigureAwait(false);
        return Note(file);
    }

    // A table without a file is only listed in the run's document.
    private ContabyxUpload Note(ContabyxFile file)
    {
        _runs[file.Run][file] = new BucketObject("", 0, "", default);
        return new ContabyxUpload
        {
            Run = file.Run, Table = file.Table, Path = "", Part = 0, Parts = 0, Rows = 0, Bytes = 0, Sha256 = "",
            Uri = "", ETag = "", Elapsed = TimeSpan.Zero, Error = file.Error, IsUnchanged = file.IsUnchanged,
        };
    }

    /// <summary>Puts a loose file, to be loaded into the table that its name names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DamagedFileException">The name is not that of a file of a table.</exception>
    /// <exception cref="AddressException">A file of that name still waits in the bucket.</exception>
    public async Task<ContabyxUpload> SendLooseAsync(string path, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        if (RowFormats.FromFileName(name) is not { } loose)
            throw RowFormats.Refuse(path, "Rename the file, and send it again.");
        var clock = Stopwatch.StartNew();
        var hash = await DeadLetters.HashAsync(path, cancellation).ConfigureAwait(false);
        await RefuseOtherAsync(BucketLayout.Data + name, path, hash, cancellation).ConfigureAwait(false);
        var item = await bucket.PutFileAsync(BucketLayout.Data + name, path, hash, cancellation).ConfigureAwait(false);
        progress.Report(new ItemProgress(loose.Table, 0, null, item.Bytes, Completed: true));
        return Describe(item, path, hash, clock.Elapsed) with { Table = loose.Table };
    }

    /// <summary>Writes the manifests and the documents of all runs.</summary>
    /// <returns>The names of the runs that are now complete.</returns>
    /// <exception cref="DamagedFileException">Not all parts of a table were sent.</exception>
    public async Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellation)
    {
        foreach (var (run, sent) in _runs.Where(run => run.Value.Count > 0))
        {
            var complete = WithWholeBatches(PipelineFiles.ToRun(sent.Keys, sent));
            var passing = sent.Keys.Any(IsPassing);
            foreach (var table in complete.Tables.Where(table => table.Files.Count > 0))
            {
                if (passing)
                    _keys.Add(RunStore.ManifestKeyOf(run, table.Schema.Name));
                await _store.PutManifestAsync(run, table, cancellation).ConfigureAwait(false);
            }

            await _store.PutAsync(complete, cancellation).ConfigureAwait(false);
            _keys.RemoveAll(
                sent => sent.StartsWith(BucketLayout.RunPrefix(BucketLayout.Data, run), StringComparison.Ordinal));
        }

        return [.. _runs.Keys];
    }

    /// <summary>Deletes the objects of runs that were not completed and that cannot be sent again.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var key in _keys)
            {
                using var limit = new CancellationTokenSource(CleanUp);
                await bucket.DeleteAsync(key, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ContabyxException or IOException or UnauthorizedAccessException)
        {
            // Without its document the run is never loaded; a day later it is moved to error/. The first failure is the
            // one to report.
        }

        _keys.Clear();
    }

    private bool IsPassing(ContabyxFile file) => StagingFolder.Holds(staging, file.Path, OperatingSystem.IsWindows());

    // A run that is sent again is not complete until all of it has arrived again.
    private async Task BeginAsync(string run, CancellationToken cancellation)
    {
        var document = RunStore.KeyOf(BucketLayout.Data, run);
        await foreach (var item in bucket.ListAsync(BucketLayout.RunPrefix(BucketLayout.Data, run), cancellation).ConfigureAwait(false))
            _there[item.Key] = item;
        if (_there.Remove(document))
            await bucket.DeleteAsync(document, cancellation).ConfigureAwait(false);
        _runs.Add(run, []);
    }

    private async Task<BucketObject> PutPartAsync(string key, ContabyxFile file, CancellationToken cancellation)
    {
        using var operation = Operation.BeginTable("upload", file.Run, file.Table, null).With(TagNames.Job, file.Origin.Job);
        try
        {
            if (await FindSameAsync(key, file, cancellation).ConfigureAwait(false) is { } same)
                return same;
            var sent = await bucket.PutFileAsync(key, file.Path, file.Sha256, cancellation).ConfigureAwait(false);
            operation.Count(null, sent.Bytes);
            return sent;
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }
    }

    // A part that an earlier attempt sent completely is not sent again.
    private async Task<BucketObject?> FindSameAsync(string key, ContabyxFile file, CancellationToken cancellation) =>
        _there.TryGetValue(key, out var item)
            && await bucket.HoldsAsync(item, file.Path, file.Sha256, cancellation).ConfigureAwait(false) ? item : null;

    // A run that lost a table does not carry its batches completely, and must not confirm them.
    private static Run WithWholeBatches(Run run) =>
        run.Origin.Tables == run.Tables.Count ? run : run with { Origin = run.Origin with { Batches = [] } };

    // Otherwise a file that still waits under this name would be lost.
    private async Task RefuseOtherAsync(string key, string path, string hash, CancellationToken cancellation)
    {
        await foreach (var item in bucket.ListAsync(key, cancellation).ConfigureAwait(false))
        {
            if (item.Key == key && !await bucket.HoldsAsync(item, path, hash, cancellation).ConfigureAwait(false))
            {
                throw new AddressException(
                    bucket.UriOf(key), "a file of this name still waits to be loaded.", "Run Invoke-ContabyxCopy first.");
            }
        }
    }

    private ContabyxUpload Describe(BucketObject item, string path, string sha256, TimeSpan elapsed) => new()
    {
        Run = "", Table = "", Path = path, Part = 1, Parts = 1, Rows = null, Bytes = item.Bytes, Sha256 = sha256,
        Uri = bucket.UriOf(item.Key), ETag = item.ETag, Elapsed = elapsed,
    };
}
