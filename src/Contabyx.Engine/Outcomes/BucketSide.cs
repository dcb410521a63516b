using Contabyx.Engine.Buckets;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Outcomes;

/// <summary>
/// What the bucket knows of runs. It lists folders, not their objects, and reads only documents of runs that are asked for.
/// </summary>
internal sealed class BucketSide(IBucket bucket)
{
    /// <summary>The areas that runs go through.</summary>
    public static readonly string[] Areas = [BucketLayout.Data, BucketLayout.Processed, BucketLayout.Error];

    private readonly RunStore _store = new(bucket);
    private readonly DeadLetters _letters = new(bucket);

    /// <summary>Finds the runs whose names are in a range.</summary>
    /// <param name="prefix">How their names begin.</param>
    /// <param name="from">The smallest name; empty for no limit.</param>
    /// <param name="before">
    /// Names that begin with a time must sort before this one; NULL for no limit. Of the others nobody knows the time yet.
    /// </param>
    /// <returns>The areas that have objects of them, by run.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(
        string prefix, string from, string? before, CancellationToken cancellation)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var area in Areas)
        {
            await foreach (var run in bucket.ListFoldersAsync(area + prefix, from, cancellation).ConfigureAwait(false))
            {
                var isLater = before is not null && RunId.TimeOf(run) is not null && string.CompareOrdinal(run, before) >= 0;
                if (RunId.IsValid(run) && !isLater)
                    found[run] = [.. found.GetValueOrDefault(run) ?? [], area];
            }
        }

        return found;
    }

    /// <summary>Reads what the bucket has of a run.</summary>
    /// <param name="areas">Where it has objects.</param>
    /// <param name="mayBeRedriven">Whether a later run was created from it.</param>
    public async Task<RunFacts> ReadAsync(string run, IReadOnlyList<string> areas, bool mayBeRedriven, CancellationToken cancellation)
    {
        var facts = new RunFacts(run) { Areas = areas };
        if (areas.Count == 0)
            return facts;
        facts = await FindDocumentAsync(facts, cancellation).ConfigureAwait(false);
        if (facts.Document is null && mayBeRedriven)
            facts = await FindRedrivenAsync(facts, cancellation).ConfigureAwait(false);
        return areas is [var only] && only == facts.DocumentArea && only != BucketLayout.Error
            ? facts
            : await ListAsync(
                facts.DocumentArea is { } area && !areas.Contains(area) ? facts with { Areas = Areas } : facts, cancellation)
                .ConfigureAwait(false);
    }

    // A run that is being moved has its document in data/ to the end. Since it was listed it may have been moved altogether.
    private async Task<RunFacts> FindDocumentAsync(RunFacts facts, CancellationToken cancellation)
    {
        foreach (var area in facts.Areas.Contains(BucketLayout.Data) ? facts.Areas.Union(Areas) : facts.Areas)
        {
            try
            {
                var key = RunStore.KeyOf(area, facts.Run);
                if (await _store.TryReadAsync(key, facts.Run, cancellation).ConfigureAwait(false) is { } document)
                    return facts with { Document = document, DocumentArea = area };
            }
            catch (DamagedFileException e)
            {
                return facts with { BucketError = e.Message };
            }
        }

        return facts;
    }

    private async Task<RunFacts> FindRedrivenAsync(RunFacts facts, CancellationToken cancellation)
    {
        var next = RunRedrive.NextName(facts.Run);
        var key = BucketLayout.RunPrefix(BucketLayout.Processed, next) + RunRedrive.Kept + BucketLayout.DocumentName;
        try
        {
            return await _store.TryReadAsync(key, facts.Run, cancellation).ConfigureAwait(false) is { } document
                ? facts with { Document = document, RedrivenAs = next } : facts;
        }
        catch (DamagedFileException e)
        {
            return facts with { BucketError = e.Message };
        }
    }

    private async Task<RunFacts> ListAsync(RunFacts facts, CancellationToken cancellation)
    {
        var folders = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var letters = new List<ErrorDocument>();
        foreach (var area in facts.Areas)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            var prefix = BucketLayout.RunPrefix(area, facts.Run);
            var keys = new List<string>();
            var any = false;
            await foreach (var item in bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
            {
                any = true;
                var parts = item.Key[prefix.Length..].Split('/');
                if (parts.Length == 2)
                    names.Add(parts[0]);
                if (area == BucketLayout.Error && parts.Length <= 2 && parts[^1] == BucketLayout.ErrorsName)
                    keys.Add(item.Key);
            }

            if (any)
                folders[area] = names;
            foreach (var key in keys)
            {
                if (await _letters.ReadAsync(key, cancellation).ConfigureAwait(false) is { } letter)
                    letters.Add(letter);
            }
        }

        return facts with { Areas = [.. facts.Areas.Where(folders.ContainsKey)], Folders = folders, Letters = letters };
    }
}
