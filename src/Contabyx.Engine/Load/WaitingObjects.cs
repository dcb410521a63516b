using Contabyx.Engine.Buckets;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>What is under <c>data/</c>, sorted into complete runs, incomplete runs and loose files.</summary>
/// <param name="Complete">Runs that have their document, the oldest first.</param>
/// <param name="Incomplete">Runs whose document is missing, with the time of their newest object.</param>
/// <param name="Loose">Files put there by hand, by key.</param>
internal sealed record WaitingObjects(
    IReadOnlyList<string> Complete,
    IReadOnlyList<(string Run, DateTimeOffset Newest)> Incomplete,
    IReadOnlyList<BucketObject> Loose)
{
    /// <summary>Finds what waits in a bucket.</summary>
    public static async Task<WaitingObjects> FindAsync(IBucket bucket, CancellationToken cancellation)
    {
        var runs = new SortedDictionary<string, List<BucketObject>>(StringComparer.Ordinal);
        var loose = new List<BucketObject>();
        await foreach (var item in bucket.ListAsync(BucketLayout.Data, cancellation).ConfigureAwait(false))
        {
            var name = item.Key[BucketLayout.Data.Length..];
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                loose.Add(item);
            else if (RunId.IsValid(name[..slash]))
                (runs.TryGetValue(name[..slash], out var objects) ? objects : runs[name[..slash]] = []).Add(item);
        }

        var complete = runs.Where(run => run.Value.Any(item => IsDocument(run.Key, item))).Select(run => run.Key).ToList();
        var incomplete = runs.Where(run => !complete.Contains(run.Key))
            .Select(run => (run.Key, run.Value.Max(item => item.LastModified)));
        return new WaitingObjects(complete, [.. incomplete], loose);
    }

    private static bool IsDocument(string run, BucketObject item) =>
        item.Key == RunStore.KeyOf(BucketLayout.Data, run);
}
