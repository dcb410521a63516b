using System.Globalization;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>
/// Moves what was loaded or failed out of <c>data/</c>. This is only cleaning up: the load history is what counts, and a
/// move that a crash interrupted is finished by the next run.
/// </summary>
internal sealed class RunMover(IBucket bucket)
{
    private const string Again = "again-";

    /// <summary>Whether a folder of a run has what an earlier or another run left there, and not a table.</summary>
    /// <param name="folder">Its name.</param>
    public static bool IsOfOther(string folder) =>
        folder.StartsWith(Again, StringComparison.Ordinal) || folder + "/" == RunRedrive.Kept;

    /// <summary>Moves every object of a table.</summary>
    /// <param name="area"><see cref="BucketLayout.Processed"/> or <see cref="BucketLayout.Error"/>.</param>
    /// <returns>The prefix under which they are now, as a URI.</returns>
    public async Task<string> MoveTableAsync(PlannedTable table, string area, CancellationToken cancellation)
    {
        var run = table.Load.Run;
        var target = BucketLayout.TablePrefix(area, run, table.Load.Table.Name);
        if (table.IsLoose)
            await bucket.MoveAsync(
                [.. table.Files.Select(file => ToMove(file, table.KeyOf(file), target))], cancellation).ConfigureAwait(false);
        var folder = table.IsLoose ? BucketLayout.TablePrefix(BucketLayout.Data, run, table.Load.Table.Name) : table.Folder;
        await MoveAllAsync(folder, target, cancellation).ConfigureAwait(false);
        return bucket.UriOf(target);
    }

    /// <summary>Moves whatever is left of a run; its document is moved last.</summary>
    /// <param name="area"><see cref="BucketLayout.Processed"/> or <see cref="BucketLayout.Error"/>.</param>
    /// <returns>The prefix under which it is now, as a URI.</returns>
    public async Task<string> MoveRestAsync(string run, string area, CancellationToken cancellation)
    {
        var target = BucketLayout.RunPrefix(area, run);
        await MoveAllAsync(BucketLayout.RunPrefix(BucketLayout.Data, run), target, cancellation).ConfigureAwait(false);
        return bucket.UriOf(target);
    }

    /// <summary>Moves a loose file.</summary>
    /// <param name="run">The run that it became.</param>
    /// <param name="area"><see cref="BucketLayout.Processed"/> or <see cref="BucketLayout.Error"/>.</param>
    /// <returns>The prefix under which it is now, as a URI.</returns>
    public async Task<string> MoveLooseAsync(string key, string run, string area, CancellationToken cancellation)
    {
        var target = BucketLayout.RunPrefix(area, run);
        await bucket.MoveAsync([new ObjectMove(key, target + NameOf(key))], cancellation).ConfigureAwait(false);
        return bucket.UriOf(target);
    }

    private async Task MoveAllAsync(string from, string to, CancellationToken cancellation)
    {
        var items = new List<BucketObject>();
        await foreach (var item in bucket.ListAsync(from, cancellation).ConfigureAwait(false))
            items.Add(item);
        var there = new Dictionary<string, BucketObject>(StringComparer.Ordinal);
        await foreach (var item in bucket.ListAsync(to, cancellation).ConfigureAwait(false))
            there[item.Key] = item;
        foreach (var documents in (bool[])[false, true])
        {
            var some = items.Where(item => NameOf(item.Key) == BucketLayout.DocumentName == documents);
            var moves = new List<ObjectMove>();
            foreach (var item in some)
            {
                var target = await FreeKeyAsync(item, to, item.Key[from.Length..]).ConfigureAwait(false);
                moves.Add(new ObjectMove(item.Key, target) { Listed = item });
            }

            await bucket.MoveAsync(moves, cancellation).ConfigureAwait(false);
        }

        // What an earlier run of the same name left there is kept, unless it is identical.
        async Task<string> FreeKeyAsync(BucketObject item, string folder, string name)
        {
            var key = folder + name;
            for (var times = 2; there.TryGetValue(key, out var older) && !await IsSameAsync(item, older).ConfigureAwait(false); times++)
                key = string.Create(CultureInfo.InvariantCulture, $"{folder}{Again}{times}/{name}");
            return key;
        }

        async Task<bool> IsSameAsync(BucketObject item, BucketObject older) => item.Bytes == older.Bytes
            && (item.ETag == older.ETag
                || (await bucket.HashAsync(item.Key, cancellation).ConfigureAwait(false) is { } hash
                    && hash == await bucket.HashAsync(older.Key, cancellation).ConfigureAwait(false)));
    }

    // A loose file that was replaced after it was found counts as another one, and waits for the next run.
    private static ObjectMove ToMove(RunFile file, string key, string target) => new(key, target + file.Name)
    {
        Listed = file.ETag is { } tag ? new BucketObject(key, file.Bytes, tag, default) : null,
    };

    private static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}
