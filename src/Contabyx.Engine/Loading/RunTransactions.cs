namespace Contabyx.Engine;

/// <summary>
/// Loads tables in transactions: each in one of its own, or all of a run in one. What failed only because others were in
/// its way is tried again, whole.
/// </summary>
/// <param name="warehouse">Where the rows go.</param>
/// <param name="tables">Loads a table inside a transaction.</param>
/// <param name="log">Told of tables that were altered, and of what is tried again.</param>
internal sealed class RunTransactions(IWarehouse warehouse, TableLoader tables, LoadLog log)
{
    private const int MostAttempts = 5;
    private const int PauseMilliseconds = 500;

    /// <summary>Loads one table in a transaction of its own.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellation">Stops it; the transaction is rolled back.</param>
    public async Task<TableOutcome> LoadAsync(PlannedTable table, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await LoadOnceAsync(table, cancellation).ConfigureAwait(false);
            if (!await MayTryAgainAsync(outcome.Error, table.Load, attempt, cancellation).ConfigureAwait(false))
                return outcome;
        }
    }

    /// <summary>Loads all tables of a run in one transaction, in an order that two runs share.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Stops it; the transaction is rolled back.</param>
    /// <returns>How each ended. When one failed, all did.</returns>
    public async Task<IReadOnlyDictionary<PlannedTable, TableOutcome>> LoadTogetherAsync(
        PlannedRun run, CancellationToken cancellation)
    {
        var ordered = run.Tables.OrderBy(table => table.Load.Table.Name, StringComparer.Ordinal).ToList();
        for (var attempt = 1; ; attempt++)
        {
            var (outcomes, culprit, error) = await LoadAllOnceAsync(ordered, cancellation).ConfigureAwait(false);
            if (error is null)
                return outcomes;
            if (!await MayTryAgainAsync(error, culprit!.Load, attempt, cancellation).ConfigureAwait(false))
                return FailAll(run, culprit, error);
        }
    }

    private async Task<TableOutcome> LoadOnceAsync(PlannedTable table, CancellationToken cancellation)
    {
        var transaction = await warehouse.BeginAsync(cancellation).ConfigureAwait(false);
        await using (transaction)
        {
            try
            {
                await PrepareAsync(table, cancellation).ConfigureAwait(false);
                var outcome = await tables.LoadAsync(transaction, table, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return outcome;
            }
            catch (ContabyxException e) when (IsOfTable(e))
            {
                return TableOutcome.Failed(e);
            }
        }
    }

    private async Task<(Dictionary<PlannedTable, TableOutcome> Outcomes, PlannedTable? Culprit, ContabyxException? Error)>
        LoadAllOnceAsync(IReadOnlyList<PlannedTable> ordered, CancellationToken cancellation)
    {
        var outcomes = new Dictionary<PlannedTable, TableOutcome>(ReferenceEqualityComparer.Instance);
        var current = ordered[0];
        try
        {
            foreach (var table in ordered)
                await PrepareAsync(current = table, cancellation).ConfigureAwait(false);
            var transaction = await warehouse.BeginAsync(cancellation).ConfigureAwait(false);
            await using (transaction)
            {
                foreach (var table in ordered)
                    outcomes[table] = await tables.LoadAsync(transaction, current = table, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            }

            return (outcomes, null, null);
        }
        catch (ContabyxException e) when (IsOfTable(e))
        {
            return (outcomes, current, e);
        }
    }

    // Tables are made and altered before the transaction: some of it is not allowed inside.
    private async Task PrepareAsync(PlannedTable table, CancellationToken cancellation)
    {
        var statements = await warehouse.PrepareTableAsync(table.Load.Table, TableLayout.Auto, cancellation)
            .ConfigureAwait(false);
        foreach (var statement in statements)
            log.Write(LogLevel.Info, table.Load.Run, table.Load.Table.Name, "The table was made to fit.", ("sql", statement));
    }

    // The pause grows, and differs between those that were in each other's way.
    private async Task<bool> MayTryAgainAsync(
        ContabyxException? error, TableLoad load, int attempt, CancellationToken cancellation)
    {
        if (error is not WarehouseException { MayRetry: true } || attempt == MostAttempts)
            return false;
        log.Write(
            LogLevel.Warning, load.Run, load.Table.Name, "Rolled back, and tried again: " + error.Message,
            ("attempt", attempt));
        var pause = Random.Shared.Next(PauseMilliseconds / 2, PauseMilliseconds) * (1 << (attempt - 1));
        await Task.Delay(pause, cancellation).ConfigureAwait(false);
        return true;
    }

    private static Dictionary<PlannedTable, TableOutcome> FailAll(
        PlannedRun run, PlannedTable culprit, ContabyxException error)
    {
        var outcomes = new Dictionary<PlannedTable, TableOutcome>(ReferenceEqualityComparer.Instance);
        foreach (var table in run.Tables)
        {
            outcomes[table] = TableOutcome.Failed(ReferenceEquals(table, culprit)
                ? error
                : new RolledBackException(table.Load.Table.Name, culprit.Load.Table.Name));
        }

        return outcomes;
    }

    private static bool IsOfTable(ContabyxException e) =>
        e is DamagedFileException or ProofFailedException or WarehouseException or TableNotFoundException
            or SchemaConflictException;
}
