using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;

namespace Contabyx.Engine.Runs;

/// <summary>
/// Finds the objects of a table in a run. Those of a run that an earlier version sent may have a prefix that
/// <see cref="BucketLayout.TablePrefix"/> no longer gives: see <see cref="FileNames.EarlierStem"/>.
/// </summary>
internal static class TableFolder
{
    /// <summary>The prefix of a table's objects: the earlier one only if nothing has the other.</summary>
    /// <param name="area">One of the prefixes of <see cref="BucketLayout"/>.</param>
    /// <param name="table">The table's name, in any characters.</param>
    public static async Task<string> FindAsync(IBucket bucket, string area, string run, string table, CancellationToken cancellation)
    {
        var prefix = BucketLayout.TablePrefix(area, run, table);
        var earlier = $"{BucketLayout.RunPrefix(area, run)}{FileNames.EarlierStem(table)}/";
        return earlier != prefix
            && !await AnyAsync(bucket, prefix, cancellation).ConfigureAwait(false)
            && await AnyAsync(bucket, earlier, cancellation).ConfigureAwait(false) ? earlier : prefix;
    }

    private static async Task<bool> AnyAsync(IBucket bucket, string prefix, CancellationToken cancellation)
    {
        await foreach (var _ in bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
            return true;
        return false;
    }
}
