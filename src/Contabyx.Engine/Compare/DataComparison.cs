using System.Diagnostics;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Telemetry;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Compare;

/// <summary>
/// Compares tables of the source with those of the warehouse, by control totals: what <c>Compare-ContabyxData</c>
/// does. All tables of the source are read from one snapshot. Nothing is changed.
/// </summary>
public sealed class DataComparison : IAsyncDisposable
{
    private readonly SelectedSource _source;
    private readonly IWarehouse _warehouse;
    private readonly IProgress<ItemProgress> _progress;
    private readonly IProgress<string> _notes;
    private ISnapshot? _snapshot;
    private IReadOnlyList<ArchivedYear>? _archived;

    /// <summary>Opens what it needs. Nothing is read or written yet.</summary>
    /// <param name="connection">Where the source and the warehouse are.</param>
    /// <param name="progress">Receives the number of rows read, per table.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public DataComparison(ContabyxConnection connection, IProgress<ItemProgress> progress, IProgress<string> notes)
    {
        _source = new SelectedSource(Addresses.OpenSource(connection, notes), connection.MaskKey);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
        _progress = progress;
        _notes = notes;
    }

    /// <summary>What to compare of the source's tables whose names match, table by table.</summary>
    /// <param name="missing">Called for each pattern that matches no table.</param>
    public async Task<IReadOnlyList<TableSelection>> FindSelectionsAsync(
        SelectionRequest request, Func<ContabyxException, Task> missing, CancellationToken cancellation) =>
        await SelectionSearch.FindAsync(_source, request, missing, cancellation).ConfigureAwait(false);

    /// <summary>Compares what a selection sends of a table.</summary>
    /// <param name="keyLimit">How many differing keys to look for; 0 for none.</param>
    /// <exception cref="TableRefusedException">The selection is not possible.</exception>
    /// <exception cref="TableNotFoundException">The warehouse has no such table.</exception>
    /// <exception cref="SchemaConflictException">The warehouse's table lacks a column, or cannot be read.</exception>
    public async Task<ContabyxComparison> CompareAsync(TableSelection selection, int keyLimit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selection);
        using var operation = Operation.BeginTable("compare", null, SelectedSource.NameOf(selection), _warehouse.Address);
        try
        {
            var found = await CompareTableAsync(selection, keyLimit, cancellation).ConfigureAwait(false);
            operation.Count(found.SourceRows, null);
            operation.End(found.Equal ? "Equal" : "Different", null);
            return found;
        }
        catch (Exception e) when (operation.Fail(e))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_snapshot is not null)
            await _snapshot.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        await _warehouse.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ContabyxComparison> CompareTableAsync(TableSelection selection, int keyLimit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var plan = await _source.SelectAsync(selection, cancellation).ConfigureAwait(false);
        TableSearch.RefuseNameClash(plan.Sent, _source.Selected);
        var there = await _warehouse.ReadTableAsync(plan.Sent.Name, cancellation).ConfigureAwait(false)
            ?? throw new TableNotFoundException(
                plan.Sent.Name, _warehouse.Address, "Load the table first, or leave it out of the comparison (-ExcludeTable).");
        var leftOut = FindParsed(plan.Sent, there);
        var table = leftOut.Length == 0 ? plan.Sent : _source.LeaveOut(plan, leftOut.ToHashSet(StringComparer.Ordinal)).Sent;
        var archived = await FindArchivedAsync(table.Name, cancellation).ConfigureAwait(false);
        Check(table, there);
        _snapshot ??= await _source.OpenSnapshotAsync(cancellation).ConfigureAwait(false);
        var whole = archived.Count == 0 ? table : table with { Name = archived[0].View };
        var target = ReadTotalsAsync(whole, archived, cancellation);
        var rows = new SourceTotals(table, _snapshot);
        var source = rows.Count(_progress, cancellation);
        var totals = await NamedAsync(target, table, there).ConfigureAwait(false);
        _progress.Report(new ItemProgress(table.Name, source.Rows, source.Rows, Completed: true));
        var differences = source.Differences(totals);
        var (keys, cut) = keyLimit > 0 && differences.Count > 0
            ? await new KeySearch(table, whole, rows, _warehouse, keyLimit).FindAsync(source, totals, cancellation).ConfigureAwait(false)
            : ([], false);
        return new ContabyxComparison
        {
            Table = table.Name,
            Source = _source.Address,
            Warehouse = _warehouse.Address,
            SourceRows = source.Rows,
            WarehouseRows = totals.Rows,
            FiguresCompared = Math.Max(source.FigureCount, totals.FigureCount),
            Columns =
            [
                .. source.Columns.Zip(totals.Columns, (s, w) =>
                    new ColumnComparison(s.Column, s.NonNull, w.NonNull, s.Sum, w.Sum)),
            ],
            ColumnsLeftOut = leftOut,
            ArchivedYears = [.. archived.Select(year => year.Year)],
            Differences = differences,
            Keys = keys,
            KeysCut = cut,
            Elapsed = clock.Elapsed,
        };
    }

    private async Task<IReadOnlyList<ArchivedYear>> FindArchivedAsync(string table, CancellationToken cancellation)
    {
        _archived ??= await _warehouse.Archive.ReadAsync(cancellation).ConfigureAwait(false);
        ArchivedYear[] years = [.. _archived.Where(year => year.Table.Equals(table, StringComparison.OrdinalIgnoreCase))];
        if (years.Length > 0)
        {
            _notes.Report($"{table}: the years {YearRanges.Text(years.Select(year => year.Year))} are archived; the source is compared "
                + $"with {years[0].View}, which shows them, too.");
        }

        return years;
    }

    private async Task<TableTotals> ReadTotalsAsync(
        TableSchema whole, IReadOnlyList<ArchivedYear> archived, CancellationToken cancellation)
    {
        try
        {
            return await _warehouse.ReadTotalsAsync(whole, null, cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e) when (archived.Count > 0 && e is WarehouseException or EmbeddedDatabaseException)
        {
            throw new ArchiveException(
                archived[0].Table, $"the view {whole.Name} over its archive cannot be read: {e.Message}",
                e is WarehouseException && e.Advice.Contains("GRANT", StringComparison.Ordinal)
                    ? $"Give the user SELECT on the view {whole.Name}, on contabyx_archive, and USAGE on the external schema."
                    : "If a column is new or gone, make the view again: "
                        + $"Export-ContabyxArchive -Table '{archived[0].Table}' -KeepYears N.");
        }
    }

    // Parsing JSON changes its text, so that both sides cannot be compared by it.
    private string[] FindParsed(TableSchema table, TableSchema there)
    {
        var known = there.Columns.Where(column => column.IsSuper)
            .Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] parsed = [.. table.Columns.Select(column => column.Name).Where(known.Contains)];
        if (parsed.Length > 0)
        {
            var (are, them) = parsed.Length == 1 ? ("is", "it") : ("are", "them");
            _notes.Warn($"{table.Name}: {string.Join(", ", parsed)} {are} not compared, because the warehouse keeps {them} as parsed JSON "
                + "(SUPER).");
        }

        return parsed;
    }

    // What types a warehouse can compare with which others is known to it alone.
    private async Task<TableTotals> NamedAsync(Task<TableTotals> reading, TableSchema table, TableSchema there)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (ContabyxException e) when (e is not ConnectionException && DifferingTypes(table, there) is { Length: > 0 } types)
        {
            throw SchemaConflictException.BeyondComparison(table.Name, _warehouse.Address, types, e);
        }
    }

    private static string DifferingTypes(TableSchema table, TableSchema there) => string.Join(
        "; ",
        from ours in table.Columns
        join theirs in there.Columns on ours.Name.ToUpperInvariant() equals theirs.Name.ToUpperInvariant()
        where ours.Type.Kind != theirs.Type.Kind
        select $"the column {ours.Name} is {ours.Type} in the source and {theirs.Type} in the warehouse");

    private void Check(TableSchema table, TableSchema there)
    {
        var missing = table.Columns.ExceptBy(
            there.Columns.Select(column => column.Name), column => column.Name, StringComparer.OrdinalIgnoreCase);
        if (missing.FirstOrDefault() is { } column)
            throw SchemaConflictException.BeyondComparison(table.Name, _warehouse.Address, $"the table there has no column {column.Name}");
        var closed = there.Columns.FirstOrDefault(theirs =>
            theirs.Refusal is not null && table.Columns.Any(ours => ours.Name.Equals(theirs.Name, StringComparison.OrdinalIgnoreCase)));
        if (closed is not null)
        {
            throw SchemaConflictException.BeyondComparison(
                table.Name, _warehouse.Address, $"the values of the column {closed.Name} cannot be read, because {closed.Refusal}");
        }
    }
}
