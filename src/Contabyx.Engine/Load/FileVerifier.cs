using Contabyx.Engine.Buckets;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>
/// Compares the files of a table with what its run says, before the warehouse reads them, and again afterwards. A file is
/// recognised by what the bucket itself guarantees: the checksum that it keeps, or the tag that it gave when the file
/// was sent. If neither is enough, its bytes are read. Metadata are not a proof, and nothing is accepted unchecked.
/// </summary>
internal sealed class FileVerifier(IBucket bucket)
{
    /// <summary>Verifies the files and the manifest of a table.</summary>
    /// <exception cref="DamagedFileException">
    /// A file, which is named, is missing, changed, cut short or listed twice.
    /// </exception>
    public async Task<VerifiedFiles> VerifyAsync(PlannedTable table, CancellationToken cancellation)
    {
        VerifyDocument(table);
        await VerifyManifestAsync(table, cancellation).ConfigureAwait(false);
        var found = await FindAsync(table, cancellation).ConfigureAwait(false);
        var weakest = FileCheck.Bytes;
        foreach (var file in table.Files)
        {
            var check = await VerifyFileAsync(file, table.KeyOf(file), found, cancellation).ConfigureAwait(false);
            weakest = check < weakest ? check : weakest;
        }

        return new VerifiedFiles(weakest, found);
    }

    /// <summary>Makes sure that the warehouse has read the same files that were verified.</summary>
    /// <param name="verified">What was verified before.</param>
    /// <exception cref="DamagedFileException">A file was replaced or removed.</exception>
    public async Task VerifyUnchangedAsync(PlannedTable table, VerifiedFiles verified, CancellationToken cancellation)
    {
        var found = await FindAsync(table, cancellation).ConfigureAwait(false);
        foreach (var file in table.Files)
        {
            var key = table.KeyOf(file);
            var (before, now) = (verified.Objects[key], found.GetValueOrDefault(key));
            if (now is null)
                throw new DamagedFileException(bucket.UriOf(key), "it was removed while it was being loaded.");
            if ((now.ETag, now.Bytes) != (before.ETag, before.Bytes))
                throw new DamagedFileException(bucket.UriOf(key), "it was replaced while it was being loaded.");
        }
    }

    /// <summary>Whether a file of a table is no longer there, so that another process has moved them.</summary>
    public async Task<bool> AreGoneAsync(PlannedTable table, CancellationToken cancellation)
    {
        var found = await FindAsync(table, cancellation).ConfigureAwait(false);
        return table.Files.Any(file => !found.ContainsKey(table.KeyOf(file)));
    }

    private async Task<IReadOnlyDictionary<string, BucketObject>> FindAsync(PlannedTable table, CancellationToken cancellation)
    {
        var found = new Dictionary<string, BucketObject>(StringComparer.Ordinal);
        foreach (var prefix in table.IsLoose ? table.Files.Select(table.KeyOf) : [table.Folder])
        {
            await foreach (var item in bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
                found[item.Key] = item;
        }

        return found;
    }

    private static void VerifyDocument(PlannedTable table)
    {
        if (table.Files.GroupBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new DamagedFileException(table.ExpectedBy, $"it lists {twice.Key} {twice.Count()} times.");
        if (table.Expected is not { } expected || table.Files.Sum(file => file.Rows ?? 0) is var rows && rows == expected.Rows)
            return;
        throw new DamagedFileException(
            table.ExpectedBy,
            $"its control totals say {expected.Rows} rows of {table.Load.Table.Name}, but its files " +
            $"({string.Join(", ", table.Files.Select(file => file.Name))}) have {rows} in all.");
    }

    private async Task VerifyManifestAsync(PlannedTable table, CancellationToken cancellation)
    {
        var uri = table.Load.ManifestUri;
        var manifest = await new RunStore(bucket).ReadManifestAsync(table.ManifestKey, cancellation).ConfigureAwait(false);
        var expected = table.Files.ToDictionary(file => bucket.UriOf(table.KeyOf(file)), StringComparer.Ordinal);
        foreach (var entry in manifest.Entries)
        {
            if (!expected.Remove(entry.Url, out var file))
            {
                var twice = table.Files.Any(known => bucket.UriOf(table.KeyOf(known)) == entry.Url);
                throw new DamagedFileException(
                    uri, $"it lists {entry.Url} {(twice ? "twice" : "which is not a file of this run")}.");
            }

            if (!entry.Mandatory)
                throw new DamagedFileException(uri, $"it allows {file.Name} to be missing (mandatory is false).");
            if (entry.Meta.ContentLength != file.Bytes)
            {
                throw new DamagedFileException(
                    uri, $"it lists {file.Name} with {entry.Meta.ContentLength} bytes; the run says {file.Bytes}.");
            }
        }

        if (expected.Count > 0)
            throw new DamagedFileException(uri, $"it does not list {string.Join(", ", expected.Keys)}.");
    }

    private async Task<FileCheck> VerifyFileAsync(
        RunFile file, string key, IReadOnlyDictionary<string, BucketObject> there, CancellationToken cancellation)
    {
        var uri = bucket.UriOf(key);
        if (there.GetValueOrDefault(key) is not { } found)
            throw new DamagedFileException(uri, "it is missing.");
        if (found.Bytes != file.Bytes)
            throw new DamagedFileException(uri, $"it has {found.Bytes} bytes; the run says {file.Bytes}.");
        var hash = await bucket.HashAsync(key, cancellation).ConfigureAwait(false);
        if (hash is not null && (hash == file.Sha256 || hash == file.Checksum))
            return bucket.HashKind;
        if (hash is not null && file.Sha256 is not null && !hash.Contains('-', StringComparison.Ordinal))
            throw Changed(uri, file.Sha256, hash);
        if (hash is null && file.ETag is not null && file.ETag == found.ETag)
            return FileCheck.Tag;
        return await VerifyBytesAsync(file, key, cancellation).ConfigureAwait(false);
    }

    // The same bytes may have another tag: sent again in other parts, copied from another bucket, or encrypted with
    // another key.
    private async Task<FileCheck> VerifyBytesAsync(RunFile file, string key, CancellationToken cancellation)
    {
        var uri = bucket.UriOf(key);
        if (file.Sha256 is null)
            throw new DamagedFileException(uri, "it was replaced after it was found.");
        var hash = await ObjectBytes.HashAsync(bucket, key, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(uri, "it is missing.");
        return hash == file.Sha256 ? FileCheck.Bytes : throw Changed(uri, file.Sha256, hash);
    }

    private static DamagedFileException Changed(string uri, string expected, string found) =>
        new(uri, $"its bytes were changed: SHA-256 {found}; the run says {expected}.");
}
