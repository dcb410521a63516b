using Contabyx.Engine.Logs;
using Contabyx.Engine.Waits;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>
/// Finds out whether a move was committed if the answer to its COMMIT was lost: a new transaction waits for the old one's lock, and
/// then the ledger says it.
/// </summary>
/// <param name="log">Receives what was found.</param>
internal sealed class YearInDoubt(IArchive archive, LoadLog log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Commits a move.</summary>
    /// <param name="isArchived">Whether the ledger has the year afterwards.</param>
    /// <exception cref="ConnectionException">It was not committed, or that cannot be found out now.</exception>
    public async Task CommitAsync(IYearMove move, ArchivedYear year, bool isArchived, CancellationToken cancellation)
    {
        try
        {
            await move.CommitAsync(cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException lost)
        {
            var found = await FindAsync(year, lost, cancellation).ConfigureAwait(false);
            log.Write(
                LogLevel.Warning, null, year.Table, "The connection was lost during the commit of an archived year.",
                ("year", year.Year), ("committed", found == isArchived));
            if (found != isArchived)
                throw;
        }
    }

    private async Task<bool> FindAsync(ArchivedYear year, ConnectionException lost, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestWait);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var other = await archive.OpenAsync(limit.Token).ConfigureAwait(false);
                await using (other)
                {
                    await other.LockAsync(year.Table, limit.Token).ConfigureAwait(false);
                    var years = await other.ReadAsync(year.Table, limit.Token).ConfigureAwait(false);
                    return years.Any(found => found.Id == year.Id);
                }
            }
            catch (ConnectionException e) when (RetryPolicy.Patient.Allows(e, attempt))
            {
                await RetryPolicy.Patient.PauseAsync(attempt, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw lost; // The old transaction is still at work; whoever runs next finds out.
            }
        }
    }
}
