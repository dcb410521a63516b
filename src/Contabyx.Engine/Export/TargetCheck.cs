using Contabyx.Engine.Fitting;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Export;

/// <summary>
/// Checks whether the warehouse can take a table before its first row is read: what the load would refuse is
/// already refused here.
/// </summary>
/// <param name="asks">Whether the warehouse is asked; files for a folder may go anywhere.</param>
/// <param name="notes">Receives a note when the warehouse cannot be asked.</param>
internal sealed class TargetCheck(IWarehouse warehouse, bool asks, IProgress<string> notes)
{
    private readonly Dictionary<string, TableSchema?> _found = new(StringComparer.OrdinalIgnoreCase);
    private bool _doubted;

    /// <summary>Asks for several tables at once, so that they need not be asked for one by one later.</summary>
    /// <param name="tables">The tables' names.</param>
    public async Task AskAsync(IEnumerable<string> tables, CancellationToken cancellation)
    {
        var unknown = asks ? tables.Where(name => !_found.ContainsKey(name)).ToList() : [];
        if (unknown.Count == 0)
            return;
        foreach (var name in unknown)
            _found[name] = null;
        try
        {
            foreach (var table in await warehouse.ReadTablesAsync(unknown, cancellation).ConfigureAwait(false))
                _found[table.Name] = table;
        }
        catch (ContabyxException e) when (e is ConnectionException or BusyException or WarehouseException)
        {
            // The warehouse may be paused now, and the load checks again.
            Doubt(e);
        }
    }

    /// <summary>The tables that cannot be loaded, each with why: a schema or a right is missing.</summary>
    /// <exception cref="WarehouseException">No table at all can be loaded.</exception>
    public async Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<LoadNeeds> loads, CancellationToken cancellation)
    {
        try
        {
            if (asks && loads.Count > 0)
                return await warehouse.FindMissingAsync(loads, cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException e) when (e.MayRetry)
        {
            // The warehouse may be paused now, and the load checks again.
            Doubt(e);
        }

        return new Dictionary<string, WarehouseException>();
    }

    /// <summary>The years of tables that are archived, by table; none if the warehouse does not answer.</summary>
    public async Task<ILookup<string, ArchivedYear>> FindArchivedAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ArchivedYear> years = [];
        try
        {
            if (asks)
                years = await warehouse.Archive.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e) when (e is ConnectionException or BusyException or WarehouseException)
        {
            // The load refuses rows of archived years.
            Doubt(e);
        }

        return years.ToLookup(year => year.Table, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gives texts the types of the warehouse's table, whatever their values are: COPY will convert them.</summary>
    public async Task<TableSchema> RetypeAsync(TableSchema table, CancellationToken cancellation)
    {
        if (!_found.TryGetValue(table.Name, out var found) || _doubted)
        {
            found = (await warehouse.ReadTablesAsync([table.Name], cancellation).ConfigureAwait(false)).FirstOrDefault();
            if (asks)
                _found[table.Name] = found;
        }

        if (found is null)
            return table;
        var types = found.Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        return table with
        {
            Columns =
            [
                .. table.Columns.Select(column => column.Type.Kind == ColumnKind.Text && types.TryGetValue(column.Name, out var typed)
                    ? column with { Type = typed.Type, Nullable = typed.Nullable }
                    : column),
            ],
        };
    }

    /// <summary>The limits that the values of a table must keep to.</summary>
    /// <param name="table">The table as it is to be loaded.</param>
    /// <param name="mode">How to load it.</param>
    /// <returns>The same table, with narrower columns where the warehouse's are narrower and cannot be widened.</returns>
    /// <exception cref="SchemaConflictException">The warehouse cannot take the table, whatever its values are.</exception>
    public async Task<TableSchema> LimitsOfAsync(TableSchema table, LoadMode mode, CancellationToken cancellation)
    {
        if (warehouse.ProblemsOf(table) is { Count: > 0 } problems)
            throw SchemaConflictException.BeyondLimits(table.Name, warehouse.Address, problems);
        await AskAsync([table.Name], cancellation).ConfigureAwait(false);
        if (_found.GetValueOrDefault(table.Name) is not { } found)
            return table;
        var limits = TableFit.Narrow(table, found);
        var conflicts = TableFit.Of(limits, found).Conflicts;
        if (mode != LoadMode.Append && found.DeleteRefusal is { } refusal)
            conflicts = [.. conflicts, refusal];
        return conflicts.Count == 0 ? limits : throw new SchemaConflictException(table.Name, warehouse.Address, conflicts);
    }

    private void Doubt(ContabyxException error)
    {
        if (!_doubted)
            notes.Warn($"The warehouse could not be asked whether it can take the tables; the load checks that. {error.Message}");
        _doubted = true;
    }
}
