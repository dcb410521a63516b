using Contabyx.Engine.Books;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>Plans the load of what waits: a complete run, or a loose file.</summary>
/// <param name="options">How runs are loaded.</param>
internal sealed class LoadPlanner(IBucket bucket, IWarehouse warehouse, LoadOptions options)
{
    /// <summary>Plans a load.</summary>
    /// <returns>The plan; NULL if the run or the file is refused as a whole, with why.</returns>
    public async Task<(PlannedRun? Run, ContabyxException? Refusal)> TryPlanAsync(
        WaitingLoad load, CancellationToken cancellation)
    {
        try
        {
            return (await PlanAsync(load, cancellation).ConfigureAwait(false), null);
        }
        catch (ContabyxException e) when (e is DamagedFileException or TableNotFoundException)
        {
            return (null, e);
        }
    }

    private async Task<PlannedRun> PlanAsync(WaitingLoad load, CancellationToken cancellation)
    {
        var planning = load.Loose is { } file
            ? new LoosePlanner(bucket, warehouse).PlanAsync(
                file, load.Run, BooksSchema.Tables, options.Mode, cancellation)
            : new RunPlanner(bucket).PlanAsync(load.Run, options.Mode, cancellation);
        var run = await WithoutPutAsideAsync(await planning.ConfigureAwait(false), load, cancellation).ConfigureAwait(false);
        return run with
        {
            Tables =
            [
                .. run.Tables.Select(table => table with
                {
                    Load = table.Load with { MaxErrors = MostErrors(table), Rows = table.ExpectedRows },
                }),
            ],
        };
    }

    // If a row of differences were left out, the whole table could not have the right totals. Files that are not text are
    // loaded as a whole or not at all: COPY takes no MAXERROR for them ("COPY from columnar data formats", Database Developer Guide).
    private int MostErrors(PlannedTable table) =>
        table.Load.Mode == LoadMode.Differences || !RowFormats.Of(table.Load.Format).IsText ? 0 : options.MaxErrors;

    // Tables of a run that kept waiting may have failed before: their files are already in error/, with the reason.
    private async Task<PlannedRun> WithoutPutAsideAsync(PlannedRun run, WaitingLoad load, CancellationToken cancellation)
    {
        if (load.Loose is not null)
            return run;
        var aside = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in bucket.ListAsync(
            BucketLayout.RunPrefix(BucketLayout.Error, run.Run), cancellation).ConfigureAwait(false))
            aside.Add(item.Key);
        var left = new List<PlannedTable>();
        foreach (var table in run.Tables)
        {
            var folder = await TableFolder.FindAsync(
                bucket, BucketLayout.Error, run.Run, table.Load.Table.Name, cancellation).ConfigureAwait(false);
            if (table.Files.Count == 0 || !table.Files.All(file => aside.Contains(folder + file.Name)))
                left.Add(table);
        }

        return run with { Tables = left, PutAside = run.Tables.Count - left.Count };
    }
}
