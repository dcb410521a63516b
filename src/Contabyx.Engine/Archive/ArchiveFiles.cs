using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Archive;

/// <summary>
/// The objects of an archive: <c>archive/TABLE/archive_year=2015/archive_id=ID/...</c>. No load, and no rule of the bucket, touches
/// anything there. Each attempt to archive a year has an ID of its own, so that none ever writes into the files of another.
/// </summary>
/// <param name="identity">Which warehouse writes them: attempts of another one with the same bucket are never touched.</param>
internal sealed class ArchiveFiles(IBucket bucket, string identity)
{
    private const string Area = BucketLayout.Archive;

    private readonly string _tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8];

    /// <summary>The name of a new attempt.</summary>
    public string NewId() => $"{RunId.New(DateTimeOffset.UtcNow)}-{_tag}";

    /// <summary>The URI of the folder of a table.</summary>
    public string LocationOf(string table) => FolderOf(PrefixOf(table));

    /// <summary>The URI of the folder of an attempt.</summary>
    public string LocationOf(string table, int year, string id) => FolderOf(PrefixOf(table, year, id));

    /// <summary>Counts the files of an attempt.</summary>
    public async Task<(int Files, long Bytes)> MeasureAsync(string table, int year, string id, CancellationToken cancellation)
    {
        var (files, bytes) = (0, 0L);
        await foreach (var item in bucket.ListAsync(PrefixOf(table, year, id), cancellation).ConfigureAwait(false))
            (files, bytes) = (files + 1, bytes + item.Bytes);
        return (files, bytes);
    }

    /// <summary>The attempts whose files may be deleted.</summary>
    /// <param name="listed">
    /// Those that the warehouse's own list has and its ledger does not. A copy of the warehouse has the list, too: what was begun under
    /// another address stays.
    /// </param>
    public IReadOnlyList<string> OwnOf(IEnumerable<string> listed) =>
        [.. listed.Where(id => id.EndsWith("-" + _tag, StringComparison.Ordinal))];

    /// <summary>Finds the objects of attempts.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(
        string table, int year, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var id in ids)
        {
            await foreach (var item in bucket.ListAsync(PrefixOf(table, year, id), cancellation).ConfigureAwait(false))
                found.Add(item.Key);
        }

        return found;
    }

    /// <summary>Refuses a bucket that would delete the files: they are the only copy of the rows.</summary>
    /// <param name="notes">Is warned if it cannot be seen whether the bucket does.</param>
    /// <exception cref="ArchiveException">It would.</exception>
    public async Task CheckRulesAsync(string table, IProgress<string> notes, CancellationToken cancellation)
    {
        var threats = await bucket.FindThreatsAsync(Area, cancellation).ConfigureAwait(false);
        if (threats is null)
        {
            notes.Warn($"These credentials may not read the lifecycle rules of {bucket.Address} (s3:GetLifecycleConfiguration). Make sure "
                + $"that no rule deletes what is below {bucket.UriOf(Area)}: these files are the only copy of archived rows.");
        }
        else if (threats.Count > 0)
        {
            throw new ArchiveException(
                table, $"its files in {bucket.Address} would be lost: {string.Join("; ", threats)}. Nothing was archived.",
                $"Change the rule so that it leaves {Area} alone, and run the same command again.");
        }
    }

    /// <summary>The URIs of objects.</summary>
    public IReadOnlyList<string> UrisOf(IEnumerable<string> keys) => [.. keys.Select(bucket.UriOf)];

    /// <summary>Deletes the objects of attempts.</summary>
    public async Task DeleteAsync(string table, int year, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        await bucket.DeleteAllAsync(
            await FindAsync(table, year, ids, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    // With the slash: UNLOAD adds the names of files to what it is told.
    private string FolderOf(string prefix) => bucket.UriOf(prefix).TrimEnd('/') + "/";

    private static string PrefixOf(string table) => $"{Area}{FileNames.Stem(table)}/";

    private static string PrefixOf(string table, int year, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(table)}archive_year={year}/archive_id={id}/");
}
