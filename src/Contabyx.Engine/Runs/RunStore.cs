using Contabyx.Engine.Buckets;

namespace Contabyx.Engine.Runs;

/// <summary>Writes and reads the documents of runs in a bucket: <c>run.json</c> and the manifests.</summary>
internal sealed class RunStore(IBucket bucket)
{
    /// <summary>The key of a run's document.</summary>
    /// <param name="area">One of the prefixes of <see cref="BucketLayout"/>.</param>
    public static string KeyOf(string area, string run) => BucketLayout.RunPrefix(area, run) + BucketLayout.DocumentName;

    /// <summary>The key of the manifest of a table that waits.</summary>
    public static string ManifestKeyOf(string run, string table) =>
        BucketLayout.TablePrefix(BucketLayout.Data, run, table) + BucketLayout.ManifestName;

    /// <summary>Writes a run into <c>data/</c>: it is complete now, and waits to be loaded.</summary>
    public Task<BucketObject> PutAsync(Run run, CancellationToken cancellation) =>
        bucket.PutAsync(KeyOf(BucketLayout.Data, run.Id), RunJson.Write(run), cancellation);

    /// <param name="area">One of the prefixes of <see cref="BucketLayout"/>.</param>
    /// <exception cref="DamagedFileException">The document is missing, is not valid, or describes another run.</exception>
    public async Task<Run> ReadAsync(string area, string run, CancellationToken cancellation)
    {
        var key = KeyOf(area, run);
        return await TryReadAsync(key, run, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(bucket.UriOf(key), "it is missing, so the run is not complete.");
    }

    /// <summary>Reads a run's document wherever it is.</summary>
    /// <param name="key">The document's key.</param>
    /// <returns>The run; NULL when there is no such object.</returns>
    /// <exception cref="DamagedFileException">The document is not valid, or describes another run.</exception>
    public async Task<Run?> TryReadAsync(string key, string run, CancellationToken cancellation)
    {
        if (await Documents.ReadAsync(bucket, key, cancellation).ConfigureAwait(false) is not { } json)
            return null;
        var uri = bucket.UriOf(key);
        var found = RunJson.ReadRun(json, uri);
        return found.Id == run
            ? found
            : throw new DamagedFileException(uri, $"it describes the run '{found.Id}', but it is in the folder of '{run}'.");
    }

    /// <summary>Writes the manifest of a table whose files are in their run's folder.</summary>
    public Task PutManifestAsync(string run, RunTable table, CancellationToken cancellation)
    {
        var prefix = BucketLayout.TablePrefix(BucketLayout.Data, run, table.Schema.Name);
        return PutManifestAsync(run, table.Schema.Name, table.Files.Select(file => (prefix + file.Name, file.Bytes)), cancellation);
    }

    /// <summary>Writes the manifest of files that can be anywhere in the bucket.</summary>
    /// <param name="run">The run that they are loaded in.</param>
    public Task PutManifestAsync(
        string run, string table, IEnumerable<(string Key, long Bytes)> files, CancellationToken cancellation)
    {
        var manifest = CopyManifest.Of(files.Select(file => (bucket.UriOf(file.Key), file.Bytes)));
        return bucket.PutAsync(ManifestKeyOf(run, table), RunJson.Write(manifest), cancellation);
    }

    /// <param name="key">The manifest's key.</param>
    /// <exception cref="DamagedFileException">The manifest is missing or is not valid.</exception>
    public async Task<CopyManifest> ReadManifestAsync(string key, CancellationToken cancellation)
    {
        var uri = bucket.UriOf(key);
        var json = await Documents.ReadAsync(bucket, key, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(uri, "it is missing.");
        return RunJson.ReadManifest(json, uri);
    }
}
