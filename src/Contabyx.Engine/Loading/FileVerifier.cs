using System.Text.Json;

namespace Contabyx.Engine;

/// <summary>Holds the files of a table against what its run says, before the warehouse reads them.</summary>
internal sealed class FileVerifier(IBucket bucket)
{
    /// <summary>Verifies the files and the manifest of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DamagedFileException">
    /// A file is missing, changed, cut short or listed twice; it is named.
    /// </exception>
    public async Task VerifyAsync(PlannedTable table, CancellationToken cancellation)
    {
        VerifyDocument(table);
        await VerifyManifestAsync(table, cancellation).ConfigureAwait(false);
        var folder = table.ManifestKey[..(table.ManifestKey.LastIndexOf('/') + 1)];
        var found = new Dictionary<string, BucketObject>(StringComparer.Ordinal);
        var prefixes = table.Files.Select(file => file.Key.StartsWith(folder, StringComparison.Ordinal) ? folder : file.Key);
        foreach (var prefix in prefixes.Distinct(StringComparer.Ordinal))
        {
            await foreach (var item in bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
                found[item.Key] = item;
        }

        foreach (var file in table.Files)
            await VerifyFileAsync(file, found.GetValueOrDefault(file.Key), cancellation).ConfigureAwait(false);
    }

    private static void VerifyDocument(PlannedTable table)
    {
        if (table.Files.GroupBy(file => file.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new DamagedFileException(table.ExpectedBy, $"it lists {NameOf(twice.Key)} {twice.Count()} times.");
        if (table.Expected is not { } expected || table.Files.Sum(file => file.Rows ?? 0) is var rows && rows == expected.Rows)
            return;
        throw new DamagedFileException(
            table.ExpectedBy,
            $"its totals say {expected.Rows} rows of {table.Load.Table.Name}, but its files " +
            $"({string.Join(", ", table.Files.Select(file => NameOf(file.Key)))}) have {rows} together.");
    }

    private async Task VerifyManifestAsync(PlannedTable table, CancellationToken cancellation)
    {
        var uri = table.Load.ManifestUri;
        var entries = await ReadManifestAsync(table.ManifestKey, uri, cancellation).ConfigureAwait(false);
        var expected = table.Files.ToDictionary(file => bucket.UriOf(file.Key), StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!expected.Remove(entry.Url, out var file))
            {
                var twice = table.Files.Any(known => bucket.UriOf(known.Key) == entry.Url);
                throw new DamagedFileException(
                    uri, $"it lists {entry.Url} {(twice ? "twice" : "which is no file of this run")}.");
            }

            if (entry.Meta.ContentLength != file.Bytes)
            {
                throw new DamagedFileException(
                    uri, $"it lists {NameOf(file.Key)} with {entry.Meta.ContentLength} bytes; the run says {file.Bytes}.");
            }
        }

        if (expected.Count > 0)
            throw new DamagedFileException(uri, $"it does not list {string.Join(", ", expected.Keys)}.");
    }

    private async Task<IReadOnlyList<CopyManifestEntry>> ReadManifestAsync(
        string key, string uri, CancellationToken cancellation)
    {
        var json = await Documents.ReadAsync(bucket, key, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(uri, "it is missing.");
        try
        {
            return RunJson.ReadManifest(json).Entries;
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(uri, $"it is no manifest: {e.Message}", e);
        }
    }

    private async Task VerifyFileAsync(PlannedFile file, BucketObject? found, CancellationToken cancellation)
    {
        var uri = bucket.UriOf(file.Key);
        if (found is null)
            throw new DamagedFileException(uri, "it is missing.");
        if (found.Bytes != file.Bytes)
            throw new DamagedFileException(uri, $"it has {found.Bytes} bytes; the run says {file.Bytes}.");
        if (file.Sha256 is null || await bucket.HashAsync(file.Key, cancellation).ConfigureAwait(false) is not { } hash)
            return;
        if (hash != file.Sha256)
            throw new DamagedFileException(uri, $"its bytes were changed: SHA-256 {hash}; the run says {file.Sha256}.");
    }

    private static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}
