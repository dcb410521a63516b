using Contabyx.Engine.Books;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Setup;

/// <summary>
/// Sets up source, bucket and warehouse: what <c>Initialize-Contabyx</c> does. What already exists stays as it
/// is.
/// </summary>
public sealed class ConnectionSetup : IAsyncDisposable
{
    private readonly ISource _source;
    private readonly IBooksLedger _books;
    private readonly IBucket _bucket;
    private readonly IWarehouse _warehouse;

    /// <summary>Opens what it needs. Nothing is read or written yet.</summary>
    /// <param name="connection">Where the parts are.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    public ConnectionSetup(ContabyxConnection connection, IProgress<string> notes)
    {
        _source = Addresses.OpenSource(connection, notes);
        _books = Addresses.OpenBooks(connection, notes);
        _bucket = Addresses.OpenBucket(connection, notes);
        _warehouse = Addresses.OpenWarehouse(connection, notes);
    }

    /// <summary>What would be done for the source or the bucket. Nothing is changed.</summary>
    /// <param name="target">The part.</param>
    /// <param name="retentionDays">See <see cref="ApplyAsync"/>.</param>
    public ContabyxSetup Plan(ContabyxTarget target, int? retentionDays = null) => target == ContabyxTarget.Source
        ? new(target, _source.Address, _books.InitializeStatements)
        : new(target, _bucket.Address, [.. _bucket.InitializeSteps, .. retentionDays is { } days ? _bucket.RetentionSteps(days) : []]);

    /// <summary>What would be done for the warehouse. Nothing is changed.</summary>
    /// <param name="layout">The distribution and sort keys of new tables.</param>
    /// <param name="failed">
    /// Called for each table that cannot hold the rows and is left out; if NULL, the failure is thrown.
    /// </param>
    /// <exception cref="SchemaConflictException">A table exists, and cannot be altered to hold the rows.</exception>
    public async Task<ContabyxSetup> PlanWarehouseAsync(
        IReadOnlyList<TableSchema> tables,
        TableLayout layout,
        CancellationToken cancellation,
        Func<TableSchema, ContabyxException, Task>? failed = null)
    {
        var statements = new List<string>(await _warehouse.PlanSchemaAsync(cancellation).ConfigureAwait(false));
        statements.AddRange(await _warehouse.PlanHistoryAsync(cancellation).ConfigureAwait(false));
        foreach (var table in tables)
        {
            try
            {
                statements.AddRange(await _warehouse.PlanTableAsync(table, layout, cancellation).ConfigureAwait(false));
            }
            catch (ContabyxException e) when (failed is not null && e is not ConnectionException)
            {
                await failed(table, e).ConfigureAwait(false);
            }
        }

        return new ContabyxSetup(ContabyxTarget.Warehouse, _warehouse.Address, statements);
    }

    /// <summary>Whether the source holds other tables, and no books.</summary>
    /// <returns>Why tables for books do not belong there; NULL when they do.</returns>
    public async Task<ForeignDatabaseException?> FindForeignAsync(CancellationToken cancellation)
    {
        var tables = await _books.ReadTablesAsync(cancellation).ConfigureAwait(false);
        return tables.HaveOnlyOthers ? new ForeignDatabaseException(_source.Address, tables.Names) : null;
    }

    public static IReadOnlyList<TableSchema> Books => BooksSchema.Tables;

    /// <summary>The source's tables whose names match, for the warehouse.</summary>
    /// <param name="fits">Whether a name matches.</param>
    /// <param name="pattern">The pattern, for the error message when no name matches.</param>
    /// <param name="measure">
    /// Whether text columns get the length that the values in the source need, instead of the largest possible length.
    /// </param>
    /// <param name="failed">Called for each table that cannot be measured, and is left out.</param>
    /// <exception cref="TableNotFoundException">No name matches.</exception>
    public async Task<IReadOnlyList<TableSchema>> FindTablesAsync(
        Func<string, bool> fits,
        string pattern,
        bool measure,
        Func<TableSchema, ContabyxException, Task> failed,
        CancellationToken cancellation)
    {
        var schema = await _source.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var found = await TableSearch.FindAsync(_source, schema, fits, pattern, cancellation).ConfigureAwait(false);
        return measure ? await MeasureAsync(found, failed, cancellation).ConfigureAwait(false) : found;
    }

    private async Task<List<TableSchema>> MeasureAsync(
        List<TableSchema> tables, Func<TableSchema, ContabyxException, Task> failed, CancellationToken cancellation)
    {
        var measured = new List<TableSchema>();
        foreach (var table in tables)
        {
            try
            {
                measured.Add(await _source.MeasureAsync(table, cancellation).ConfigureAwait(false));
            }
            catch (ContabyxException e) when (e is not ConnectionException)
            {
                await failed(table, e).ConfigureAwait(false);
            }
        }

        return measured;
    }

    /// <summary>Sets up the source or the bucket.</summary>
    /// <param name="target">The part.</param>
    /// <param name="retentionDays">
    /// After how many days the bucket itself deletes what was loaded or failed; 0 for never, NULL to leave its rules as they are.
    /// </param>
    /// <exception cref="BooksConflictException">A table of the books is gone.</exception>
    public async Task ApplyAsync(ContabyxTarget target, int? retentionDays, CancellationToken cancellation)
    {
        if (target == ContabyxTarget.Source)
        {
            (await _books.ReadTablesAsync(cancellation).ConfigureAwait(false))
                .CheckWhole(await _books.ReadBooksAsync(cancellation).ConfigureAwait(false), _source.Address);
            await _books.InitializeAsync(cancellation).ConfigureAwait(false);
            return;
        }

        await _bucket.InitializeAsync(cancellation).ConfigureAwait(false);
        if (retentionDays is { } days)
            await _bucket.SetRetentionAsync(days, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sets up the warehouse.</summary>
    /// <param name="layout">The distribution and sort keys of new tables.</param>
    /// <param name="failed">Called for each table that the warehouse refuses; the others continue.</param>
    public async Task ApplyWarehouseAsync(
        IReadOnlyList<TableSchema> tables,
        TableLayout layout,
        Func<TableSchema, ContabyxException, Task> failed,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(failed);
        await _warehouse.CreateSchemaAsync(cancellation).ConfigureAwait(false);
        await _warehouse.InitializeAsync(cancellation).ConfigureAwait(false);
        foreach (var table in tables)
        {
            try
            {
                await _warehouse.PrepareTableAsync(table, layout, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e) when (e is not ConnectionException)
            {
                await failed(table, e).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        await _books.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
        await _warehouse.DisposeAsync().ConfigureAwait(false);
    }
}
