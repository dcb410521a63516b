using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>
/// Finds the files of a manifest as COPY does ("Using a manifest to specify data files", Amazon Redshift Database
/// Developer Guide): a mandatory file that is missing, and a file of another size, end the load; a file listed twice
/// is loaded twice.
/// </summary>
internal static class ManifestFiles
{
    /// <summary>The paths of the files that a manifest lists.</summary>
    /// <exception cref="DamagedFileException">The manifest or a file of it cannot be used.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string manifestUri, CancellationToken cancellation)
    {
        var manifest = await ReadManifestAsync(manifestUri, cancellation).ConfigureAwait(false);
        var paths = new List<string>();
        foreach (var entry in manifest.Entries)
        {
            var file = new FileInfo(PathOf(entry.Url));
            if (!file.Exists && entry.Mandatory)
                throw new DamagedFileException(entry.Url, "the manifest lists it, but it does not exist.");
            if (file.Exists && file.Length != entry.Meta.ContentLength)
            {
                throw new DamagedFileException(
                    entry.Url, $"it has {file.Length} bytes, but the manifest says {entry.Meta.ContentLength}.");
            }

            if (file.Exists)
                paths.Add(file.FullName);
        }

        return paths;
    }

    private static async Task<CopyManifest> ReadManifestAsync(string uri, CancellationToken cancellation)
    {
        try
        {
            return RunJson.ReadManifest(await File.ReadAllBytesAsync(PathOf(uri), cancellation).ConfigureAwait(false), uri);
        }
        catch (IOException e)
        {
            throw new DamagedFileException(uri, $"it cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The path of a file on this machine.</summary>
    /// <exception cref="DamagedFileException">It is not a file on this machine.</exception>
    public static string PathOf(string uri)
    {
        if (Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile)
            return parsed.LocalPath;
        throw new DamagedFileException(
            uri, "the embedded warehouse can read files only from a folder, not from this address.");
    }
}
