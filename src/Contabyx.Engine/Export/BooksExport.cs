using Contabyx.Engine.Connections;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Export;

/// <summary>
/// Adds batches of the books to a run, and before them those that never reached the warehouse, because a run was interrupted.
/// </summary>
/// <param name="connection">Where the books are.</param>
/// <param name="catchesUp">Whether earlier batches are added; files for a folder are only what was asked for.</param>
/// <param name="onTheWay">Ids of batches that other runs of this process are exporting, and that this run leaves to them.</param>
/// <param name="notes">Receives a note for each earlier batch.</param>
internal sealed class BooksExport(
    ContabyxConnection connection, RunExporter run, bool catchesUp, IReadOnlySet<string> onTheWay, IProgress<string> notes)
{
    private bool _caughtUp = !catchesUp;

    /// <summary>Exports the rows that a batch added, after earlier batches.</summary>
    /// <param name="failed">Called for each table that fails; if NULL, the failure ends the export.</param>
    public async Task AddAsync(
        ContabyxBatch batch, Func<ContabyxException, Task>? failed, CancellationToken cancellation)
    {
        if (!_caughtUp)
            await CatchUpAsync(batch.FirstDay, failed, cancellation).ConfigureAwait(false);
        _caughtUp = true;
        await run.AddBatchAsync(batch, failed, cancellation).ConfigureAwait(false);
        SpentMemory.ReleaseOld();
    }

    /// <summary>Exports the batches that never reached the warehouse.</summary>
    /// <param name="before">Only those that end before this day.</param>
    /// <param name="failed">Called for each table that fails; if NULL, the failure ends the export.</param>
    public async Task CatchUpAsync(
        DateOnly before, Func<ContabyxException, Task>? failed, CancellationToken cancellation)
    {
        var waiting = await ReadUnconfirmedAsync(cancellation).ConfigureAwait(false);
        foreach (var earlier in waiting.Where(batch => batch.LastDay < before && !onTheWay.Contains(batch.Id)))
        {
            run.MergeInstead();
            notes.Report($"The batch {earlier.Id} never reached the warehouse; it is exported with this run.");
            await run.AddBatchAsync(earlier, failed, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(CancellationToken cancellation)
    {
        var books = Addresses.OpenBooks(connection, notes);
        await using (books)
            return await books.ReadUnconfirmedAsync(cancellation).ConfigureAwait(false);
    }
}
