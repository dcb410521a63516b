using System.Globalization;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Sync;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Export;

/// <summary>Adds tables to runs, each in the mode of its selection.</summary>
/// <param name="progress">Receives the number of rows read.</param>
/// <param name="notes">Receives what a user may want to know.</param>
/// <param name="chunkRows">The smallest number of rows that makes a piece of the differences complete.</param>
internal sealed class SelectionExport(
    IWarehouse warehouse, IProgress<ItemProgress> progress, IProgress<string> notes, long chunkRows)
{
    // Times without a zone can be in any time zone.
    private static readonly TimeSpan FarthestZone = TimeSpan.FromHours(14);

    /// <summary>Adds a table to a run.</summary>
    /// <returns>What is left for later runs; NULL if everything is in this one.</returns>
    /// <exception cref="ContabyxException">The table is not exported.</exception>
    public async Task<ChunkedTable?> AddAsync(
        RunExporter run, ISnapshot snapshot, WantedTable wanted, CancellationToken cancellation)
    {
        var (table, selection) = (wanted.Table, wanted.Selection);
        SelectionRules.Check(selection, table);
        switch (selection.Mode)
        {
            case ReadMode.Differences:
                return await AddDifferencesAsync(run, snapshot, wanted, cancellation).ConfigureAwait(false);
            case ReadMode.Incremental:
                var next = await new IncrementPlanner(warehouse).PlanAsync(selection, table, cancellation).ConfigureAwait(false);
                if (next.IsDifferences)
                    return await AddDifferencesAsync(run, snapshot, wanted, cancellation).ConfigureAwait(false);
                await AddIncrementAsync(run, snapshot, wanted, next, cancellation).ConfigureAwait(false);
                return null;
            default:
                var highest = Highest(run, table, selection);
                var added = await run.AddTableAsync(
                    snapshot, table, Watched(TableRead.Filtered(LoadMode.Replace, table, null), highest),
                    cancellation).ConfigureAwait(false);
                added.Sync = Watermark(highest, table);
                added.YearsLeftOut = wanted.YearsLeftOut;
                return null;
        }
    }

    /// <summary>Adds the next piece of a table that is too large for one run.</summary>
    public async Task AddChunkAsync(RunExporter run, ISnapshot snapshot, ChunkedTable table, CancellationToken cancellation)
    {
        var chunk = table.Chunks[0];
        var rows = new BucketRows(table.Table, table.Found.Buckets, chunk.Buckets);
        var added = await run.AddTableAsync(
            snapshot, table.Table, new TableRead(LoadMode.Differences, rows.Read) { Count = chunk.Rows }, cancellation)
            .ConfigureAwait(false);
        added.Sync = table.SyncOf(chunk, run.CreatedAt);
        added.YearsLeftOut = table.Wanted.YearsLeftOut;
    }

    private async Task<ChunkedTable?> AddDifferencesAsync(
        RunExporter run, ISnapshot snapshot, WantedTable wanted, CancellationToken cancellation)
    {
        var (table, selection) = (wanted.Table, wanted.Selection);
        await run.CheckTargetAsync(table, LoadMode.Differences, cancellation).ConfigureAwait(false);
        var highest = Highest(run, table, selection);
        var search = new DifferenceSearch(table, snapshot, warehouse, progress);
        var found = await search.FindAsync(selection.DeletedAtColumn, highest, chunkRows, cancellation).ConfigureAwait(false);
        var chunked = new ChunkedTable(wanted, found, found.Chunks, Watermark(highest, table));
        if (found.Chunks.Count == 0)
        {
            run.AddUnchanged(snapshot, table, chunked.SyncOf(null, run.CreatedAt), wanted.YearsLeftOut);
            return null;
        }

        notes.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"{table.Name}: {found.Chunks.Sum(chunk => chunk.Buckets.Count)} of {found.Buckets.Count} parts "
                + $"differ, with {found.Chunks.Sum(chunk => chunk.Rows)} of {found.Whole.Rows} rows."));
        await AddChunkAsync(run, snapshot, chunked, cancellation).ConfigureAwait(false);
        return chunked.Rest();
    }

    private async Task AddIncrementAsync(
        RunExporter run, ISnapshot snapshot, WantedTable wanted, Increment next, CancellationToken cancellation)
    {
        var (table, selection) = (wanted.Table, wanted.Selection);
        var highest = Highest(run, table, selection)!;
        var read = Watched(TableRead.Filtered(LoadMode.Merge, table, FilterOf(next, highest.Column, selection)), highest);
        if (next.Reason is { } reason)
            notes.Report($"{table.Name} is read completely: {reason}");
        var added = await run.AddTableAsync(snapshot, table, read, cancellation).ConfigureAwait(false);
        if (next.Last is { } last && !highest.Reaches(last))
        {
            // The row of the last watermark is gone: the source may be an older copy of itself.
            notes.Warn($"{table.Name} is read completely: no row has the last watermark {last} of {highest.Column.Name} or a later value.");
            await run.ForgetAsync(table).ConfigureAwait(false);
            read = Watched(TableRead.Filtered(LoadMode.Merge, table, null), highest);
            added = await run.AddTableAsync(snapshot, table, read, cancellation).ConfigureAwait(false);
            next = next with { Last = null };
        }

        added.Sync = Watermark(highest, table) ?? new TableSync { WatermarkColumn = highest.Column.Name };
        added.YearsLeftOut = wanted.YearsLeftOut;
        if (next.Last is not null && highest.Column.Nullable)
            await TellNullsAsync(snapshot, table, highest.Column, cancellation).ConfigureAwait(false);
    }

    private static RowFilter? FilterOf(Increment next, ColumnSchema column, TableSelection selection) => next.Last is { } last
        ? new RowFilter { Since = new LowerBound(column, last.Less(selection.Lookback)!.Value.ToString()) }
        : null;

    private async Task TellNullsAsync(ISnapshot snapshot, TableSchema table, ColumnSchema column, CancellationToken cancellation)
    {
        var filter = new RowFilter { NullIn = column.Name };
        if (await snapshot.CountAsync(table, filter, cancellation).ConfigureAwait(false) is > 0 and var rows)
        {
            notes.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Name} has {rows} rows where {column.Name} is NULL; an incremental run does not find changes in them."));
        }
    }

    // A value later than the run's own time is not a safe starting point: everything up to it would be skipped.
    private static HighestValue? Highest(RunExporter run, TableSchema table, TableSelection selection)
    {
        if (selection.Watermark is null)
            return null;
        var (column, position) = SelectionRules.WatermarkOf(selection, table);
        return new HighestValue(
            column, position, WatermarkValue.Of(column.Type, run.CreatedAt), WatermarkValue.Of(column.Type, run.CreatedAt + FarthestZone));
    }

    private static TableRead Watched(TableRead read, HighestValue? highest) => highest is null ? read : read with
    {
        Rows = (snapshot, cancellation) =>
        {
            highest.Clear();
            return read.Rows(snapshot, cancellation).Select(block =>
            {
                highest.Add(block);
                return block;
            });
        },
    };

    private TableSync? Watermark(HighestValue? highest, TableSchema table)
    {
        if (highest?.Beyond > 0)
        {
            notes.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Name} has {highest.Beyond} rows where {highest.Column.Name} is in the "
                    + $"future; the next run starts from the time of this run."));
        }

        return highest?.Watermark is { } value
            ? new TableSync { WatermarkColumn = highest.Column.Name, Watermark = value.ToString() }
            : null;
    }
}
