using Contabyx.Engine.Logs;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Waits;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Loads tables in transactions: each in its own, or all tables of a run in one. What failed only because others were in
/// the way is tried again from the beginning.
/// </summary>
/// <param name="warehouse">Where the rows go.</param>
/// <param name="tables">Loads a table inside a transaction.</param>
/// <param name="log">Receives the tables that were created or altered, and what is tried again.</param>
internal sealed class RunTransactions(IWarehouse warehouse, TableLoader tables, LoadLog log)
{
    private readonly CommitDoubt _doubt = new(warehouse, log);

    /// <summary>How the connection to the warehouse was lost; NULL when it was not.</summary>
    public ConnectionException? Lost { get; private set; }

    /// <summary>Loads one table in a transaction of its own.</summary>
    /// <param name="cancellation">Stops it; the transaction is rolled back.</param>
    public async Task<TableOutcome> LoadAsync(PlannedTable table, CancellationToken cancellation)
    {
        for (var attempt = FirstAttempt; ; attempt++)
        {
            try
            {
                return await LoadOnceAsync(table, cancellation).ConfigureAwait(false) with { Attempts = attempt };
            }
            catch (ContabyxException e) when (RetryPolicy.Usual.Allows(e, attempt))
            {
                await PauseAsync(e, table.Load, attempt, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e) when (IsOfTable(e))
            {
                var outcome = await tables.FindEarlierAsync(warehouse, table, cancellation).ConfigureAwait(false)
                    ?? TableOutcome.Failed(e);
                return outcome with { Attempts = attempt };
            }
            catch (ContabyxException e)
            {
                return Wait(e) with { Attempts = attempt };
            }
        }
    }

    /// <summary>Loads all tables of a run in one transaction, in an order that two runs share.</summary>
    /// <param name="cancellation">Stops it; the transaction is rolled back.</param>
    /// <returns>How each ended. When one failed, all did.</returns>
    public async Task<IReadOnlyDictionary<PlannedTable, TableOutcome>> LoadTogetherAsync(
        PlannedRun run, CancellationToken cancellation)
    {
        var ordered = run.Tables.OrderBy(table => table.Load.Table.Name, StringComparer.Ordinal).ToList();
        if (run.Refused.Count > 0)
            return FailAll(run, run.Refused[0].Table, null);
        for (var attempt = FirstAttempt; ; attempt++)
        {
            var current = ordered[0];
            try
            {
                var outcomes = await LoadAllOnceAsync(ordered, table => current = table, cancellation).ConfigureAwait(false);
                foreach (var table in ordered)
                    outcomes[table] = outcomes[table] with { Attempts = attempt };
                return outcomes;
            }
            catch (ContabyxException e) when (RetryPolicy.Usual.Allows(e, attempt))
            {
                await PauseAsync(e, current.Load, attempt, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e) when (IsOfTable(e))
            {
                return FailAll(run, current.Load.Table.Name, e);
            }
            catch (ContabyxException e)
            {
                var waiting = Wait(e);
                return run.Tables.ToDictionary<PlannedTable, PlannedTable, TableOutcome>(
                    table => table, _ => waiting, ReferenceEqualityComparer.Instance);
            }
        }
    }

    // If the connection was lost for one table, each of the others is tried only once more.
    private int FirstAttempt => Lost is null ? 1 : RetryPolicy.Usual.Attempts;

    private TableOutcome Wait(ContabyxException error)
    {
        Lost ??= error as ConnectionException;
        return TableOutcome.Failed(error) with { Waits = true };
    }

    private async Task<TableOutcome> LoadOnceAsync(PlannedTable table, CancellationToken cancellation)
    {
        await PrepareAsync(table, cancellation).ConfigureAwait(false);
        var transaction = await warehouse.BeginAsync(cancellation).ConfigureAwait(false);
        await using (transaction)
        {
            var outcome = await tables.LoadAsync(transaction, table, cancellation).ConfigureAwait(false);
            await CommitAsync(transaction, table, outcome, cancellation).ConfigureAwait(false);
            return outcome;
        }
    }

    private async Task<Dictionary<PlannedTable, TableOutcome>> LoadAllOnceAsync(
        IReadOnlyList<PlannedTable> ordered, Action<PlannedTable> begin, CancellationToken cancellation)
    {
        var outcomes = new Dictionary<PlannedTable, TableOutcome>(ReferenceEqualityComparer.Instance);
        foreach (var table in ordered)
        {
            begin(table);
            await PrepareAsync(table, cancellation).ConfigureAwait(false);
        }

        var transaction = await warehouse.BeginAsync(cancellation).ConfigureAwait(false);
        await using (transaction)
        {
            foreach (var table in ordered)
            {
                begin(table);
                outcomes[table] = await tables.LoadAsync(transaction, table, cancellation).ConfigureAwait(false);
            }

            // One of the tables in the commit represents all of them.
            var witness = ordered.FirstOrDefault(table => outcomes[table].EarlierRun is null) ?? ordered[0];
            await CommitAsync(transaction, witness, outcomes[witness], cancellation).ConfigureAwait(false);
            return outcomes;
        }
    }

    // A commit may have happened although its answer was lost: nothing is loaded again before that is known.
    private async Task CommitAsync(
        ILoadTransaction transaction, PlannedTable table, TableOutcome outcome, CancellationToken cancellation)
    {
        try
        {
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException lost) when (outcome.EarlierRun is null)
        {
            if (!await _doubt.IsCommittedAsync(table, outcome, lost, cancellation).ConfigureAwait(false))
                throw;
        }
    }

    // Tables are created and altered before the transaction, because some of this is not allowed inside it.
    private async Task PrepareAsync(PlannedTable table, CancellationToken cancellation)
    {
        if (table.Load.IsUnchanged)
            return;
        var statements = await warehouse.PrepareTableAsync(table.Load.Prepared, TableLayout.Auto, cancellation)
            .ConfigureAwait(false);
        foreach (var statement in statements.Where(statement => !SqlText.IsComment(statement)))
            log.Write(LogLevel.Info, table.Load.Run, table.Load.Table.Name, PreparedTable.Describe(statement), ("sql", statement));
    }

    private async Task PauseAsync(
        ContabyxException error, TableLoad load, int attempt, CancellationToken cancellation)
    {
        log.Write(
            LogLevel.Warning, load.Run, load.Table.Name, "The transaction was rolled back and is tried again: " + error.Message,
            ("attempt", attempt));
        await RetryPolicy.Usual.PauseAsync(attempt, cancellation).ConfigureAwait(false);
    }

    private static Dictionary<PlannedTable, TableOutcome> FailAll(
        PlannedRun run, string culprit, ContabyxException? error)
    {
        var outcomes = new Dictionary<PlannedTable, TableOutcome>(ReferenceEqualityComparer.Instance);
        foreach (var table in run.Tables)
        {
            outcomes[table] = TableOutcome.Failed(table.Load.Table.Name == culprit && error is not null
                ? error
                : new RolledBackException(table.Load.Table.Name, culprit));
        }

        return outcomes;
    }

    private static bool IsOfTable(ContabyxException e) =>
        e is DamagedFileException or ProofFailedException or WarehouseException { FilesWait: false } or TableNotFoundException
            or SchemaConflictException;
}
