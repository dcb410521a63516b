using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Upload;

/// <summary>Sends files to the bucket: what <c>Send-ContabyxUpload</c> does.</summary>
public sealed class DataUpload : IAsyncDisposable
{
    private readonly IBucket _bucket;
    private readonly RunUploader _uploader;
    private readonly string _home;
    private bool _initialized;

    /// <summary>Opens what it needs. Nothing is read or written yet.</summary>
    /// <param name="connection">Where the bucket is.</param>
    /// <param name="progress">Receives the files sent, per table.</param>
    /// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
    public DataUpload(
        ContabyxConnection connection, IProgress<ItemProgress> progress, IProgress<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _home = connection.Home;
        _bucket = Addresses.OpenBucket(connection, notes);
        _uploader = new RunUploader(_bucket, StagingFolder.RootOf(_home), progress);
    }

    /// <summary>Sends a part of a run.</summary>
    /// <param name="file">The part.</param>
    public async Task<ContabyxUpload> SendAsync(ContabyxFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        await InitializeAsync(cancellation).ConfigureAwait(false);
        return await _uploader.SendAsync(file, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a part of a run. A table with a damaged part is refused; the others continue.</summary>
    /// <param name="file">The part.</param>
    /// <param name="failed">Called once for a table that is refused.</param>
    /// <returns>The upload or the refusal; NULL for another part of a table that was already refused.</returns>
    public async Task<ContabyxUpload?> TrySendAsync(
        ContabyxFile file, Func<ContabyxException, Task> failed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(failed);
        if (_uploader.IsRefused(file))
            return null;
        try
        {
            return await SendAsync(file, cancellation).ConfigureAwait(false);
        }
        catch (DamagedFileException e)
        {
            var refused = file with { Error = e.Message, Advice = e.Advice };
            var upload = await _uploader.RefuseAsync(refused, cancellation).ConfigureAwait(false);
            await failed(e).ConfigureAwait(false);
            return upload;
        }
    }

    /// <summary>Sends a loose file, to be loaded into the table that its name names.</summary>
    /// <param name="path">The file's full path.</param>
    public async Task<ContabyxUpload> SendLooseAsync(string path, CancellationToken cancellation)
    {
        await InitializeAsync(cancellation).ConfigureAwait(false);
        return await _uploader.SendLooseAsync(path, cancellation).ConfigureAwait(false);
    }

    /// <summary>The parts of a run that was exported to a folder.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <exception cref="DamagedFileException">The folder holds no run.</exception>
    public static async Task<IReadOnlyList<ContabyxFile>> ReadFolderAsync(string folder, CancellationToken cancellation) =>
        PipelineFiles.Of(await RunFolder.ReadAsync(folder, cancellation).ConfigureAwait(false), folder);

    /// <summary>
    /// Completes all runs of which parts were sent, so that they can be loaded, and deletes their staging folders.
    /// </summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        foreach (var run in await _uploader.CompleteAsync(cancellation).ConfigureAwait(false))
            StagingFolder.Delete(_home, run);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _uploader.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
    }

    private async Task InitializeAsync(CancellationToken cancellation)
    {
        if (!_initialized)
            await _bucket.InitializeAsync(cancellation).ConfigureAwait(false);
        _initialized = true;
    }
}
