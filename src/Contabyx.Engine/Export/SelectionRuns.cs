using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Export;

/// <summary>
/// Adds selections to runs: all that fits to the first, and the next pieces of tables that are too large for one run to the runs
/// after it. A table that fails is refused; the others continue.
/// </summary>
/// <param name="target">Checks whether the warehouse can take the tables.</param>
/// <param name="selections">Adds one table, in the mode of its selection.</param>
/// <param name="options">How files are written.</param>
/// <param name="notes">Receives what is left out.</param>
/// <param name="failed">Called for each table that fails.</param>
internal sealed class SelectionRuns(
    SelectedSource source,
    TargetCheck target,
    SelectionExport selections,
    ExportOptions options,
    IProgress<string> notes,
    Func<ContabyxException, Task> failed)
{
    /// <summary>Finds the tables, and refuses in the run those that cannot be read or cannot be loaded.</summary>
    /// <param name="wanted">The tables, views and queries, each with an exact name.</param>
    public async Task<IReadOnlyList<WantedTable>> FindAsync(
        RunExporter run, IReadOnlyCollection<TableSelection> wanted, CancellationToken cancellation)
    {
        var found = new Dictionary<string, WantedTable>(StringComparer.Ordinal);
        var archived = await target.FindArchivedAsync(cancellation).ConfigureAwait(false);
        foreach (var selection in wanted)
        {
            try
            {
                // Reading modes use the names of a table as it is sent, also for its watermark.
                var plan = await source.SelectAsync(selection, cancellation).ConfigureAwait(false);
                var years = LeaveOut(plan, [.. archived[plan.Sent.Name]]);
                found.Add(
                    plan.Sent.Name, new WantedTable(plan.Sent, selection with { Watermark = plan.Watermark }) { YearsLeftOut = years });
            }
            catch (ContabyxException e) when (e is not ConnectionException)
            {
                await RefuseAsync(run, new TableSchema(SelectedSource.NameOf(selection), [], []), e).ConfigureAwait(false);
            }
        }

        var missing = await target.FindMissingAsync(
            [.. found.Values.Select(wanted => LoadNeeds.Of(wanted.Table.Name, wanted.Selection))], cancellation).ConfigureAwait(false);
        foreach (var (name, refusal) in missing.Where(table => found.ContainsKey(table.Key)))
        {
            await RefuseAsync(run, found[name].Table, refusal).ConfigureAwait(false);
            found.Remove(name);
        }

        await target.AskAsync(found.Keys, cancellation).ConfigureAwait(false);
        return [.. found.Values];
    }

    /// <summary>Adds the tables to the first run.</summary>
    /// <returns>What is left for the next run.</returns>
    public Task<IReadOnlyList<ChunkedTable>> AddAsync(
        RunExporter run, ISnapshot snapshot, IReadOnlyList<WantedTable> tables, CancellationToken cancellation) =>
        AddEachAsync(run, tables, wanted => wanted.Table, wanted =>
        {
            TableSearch.RefuseNameClash(wanted.Table, tables.Select(table => table.Table));
            RefuseMode(wanted);
            return selections.AddAsync(run, snapshot, wanted, cancellation);
        });

    /// <summary>Adds the next piece of each table to a run.</summary>
    /// <returns>What is left for the run after it.</returns>
    public Task<IReadOnlyList<ChunkedTable>> AddNextAsync(
        RunExporter run, ISnapshot snapshot, IReadOnlyList<ChunkedTable> tables, CancellationToken cancellation) =>
        AddEachAsync(run, tables, chunked => chunked.Table, async chunked =>
        {
            await selections.AddChunkAsync(run, snapshot, chunked, cancellation).ConfigureAwait(false);
            return chunked.Rest();
        });

    private async Task<IReadOnlyList<ChunkedTable>> AddEachAsync<T>(
        RunExporter run, IEnumerable<T> tables, Func<T, TableSchema> schemaOf, Func<T, Task<ChunkedTable?>> add)
    {
        var left = new List<ChunkedTable>();
        foreach (var table in tables)
        {
            try
            {
                if (await add(table).ConfigureAwait(false) is { } rest)
                    left.Add(rest);
            }
            catch (ContabyxException e)
            {
                await RefuseAsync(run, schemaOf(table), e).ConfigureAwait(false);
            }
        }

        return left;
    }

    private IReadOnlyList<int>? LeaveOut(SelectionPlan plan, IReadOnlyList<ArchivedYear> archived)
    {
        if (archived.Count == 0)
            return null;
        source.LeaveOut(plan, archived);
        int[] years = [.. archived.Select(year => year.Year)];
        notes.Report($"{plan.Sent.Name} is read without the archived years {YearRanges.Text(years)} of {archived[0].Column}.");
        return years;
    }

    private async Task RefuseAsync(RunExporter run, TableSchema table, ContabyxException error)
    {
        await run.RefuseAsync(table, LoadMode.Replace, error).ConfigureAwait(false);
        await failed(error).ConfigureAwait(false);
    }

    // How rows are identified and how they are loaded must match.
    private void RefuseMode(WantedTable wanted)
    {
        if (wanted.Selection.Mode == ReadMode.Full || (options.Mode is null && options.BadValues == BadValues.Refuse))
            return;
        throw new TableRefusedException(
            wanted.Table.Name,
            $"-Read {wanted.Selection.Mode} determines how rows are loaded and verified.",
            "Leave out -Mode and -BadValue.");
    }
}
