using Contabyx.Engine.Logs;
using Contabyx.Engine.Waits;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Finds out whether a transaction was committed if the answer to its COMMIT was lost. A new transaction locks the load
/// history, which waits until the old one has ended either way. Then the history has the load, or does not.
/// </summary>
/// <param name="warehouse">Where the rows went.</param>
/// <param name="log">Receives the lost answer and what was found.</param>
internal sealed class CommitDoubt(IWarehouse warehouse, LoadLog log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Checks whether a load was committed.</summary>
    /// <param name="outcome">What the commit would have committed.</param>
    /// <param name="lost">How the connection was lost.</param>
    /// <exception cref="ConnectionException">
    /// It cannot be found out now. The files stay where they are, and the next run finds out.
    /// </exception>
    public async Task<bool> IsCommittedAsync(
        PlannedTable table, TableOutcome outcome, ConnectionException lost, CancellationToken cancellation)
    {
        var load = table.Load;
        log.Write(
            LogLevel.Warning, load.Run, load.Table.Name,
            "The connection was lost during the commit; the load history shows whether it succeeded. " + lost.Message);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var committed = await AskAsync(load, outcome, lost, cancellation).ConfigureAwait(false);
                log.Write(
                    LogLevel.Info, load.Run, load.Table.Name,
                    committed ? "The commit succeeded."
                        : "The commit did not happen; nothing of the transaction remains.", ("asked", attempt));
                return committed;
            }
            catch (ConnectionException e) when (RetryPolicy.Patient.Allows(e, attempt))
            {
                await RetryPolicy.Patient.PauseAsync(attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> AskAsync(
        TableLoad load, TableOutcome outcome, ConnectionException lost, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestWait);
        try
        {
            var transaction = await warehouse.BeginAsync(limit.Token).ConfigureAwait(false);
            await using (transaction)
            {
                var found = await transaction.LockAsync(load, limit.Token).ConfigureAwait(false);
                return found is not null && found.Run == load.Run && found.ContentHash == load.ContentHash
                    && (outcome.Before is not { } before || found.LoadedAt > before);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw lost; // The old transaction is still at work; whoever runs next finds out.
        }
    }
}
