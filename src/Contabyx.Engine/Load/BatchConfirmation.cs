using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Confirms in the source the batches that a run brought, so that they are not exported again. The source may be out of reach:
/// then they are exported again, which does no harm.
/// </summary>
internal sealed class BatchConfirmation(
    ContabyxConnection connection, IWarehouse warehouse, LoadLog log, IProgress<string> notes)
{
    /// <param name="origin">Where the rows of the run came from.</param>
    /// <param name="leftOut">How many rows were left out, per table.</param>
    public async Task ConfirmAsync(
        string run, ExportOrigin origin, Dictionary<string, long> leftOut, CancellationToken cancellation)
    {
        if (origin.Batches.Count == 0 || origin.Source != connection.Source)
            return;
        try
        {
            var books = Addresses.OpenBooks(connection, notes);
            var source = Addresses.OpenSource(connection, notes);
            await using (books)
            await using (source)
            {
                var (arrived, doubts) = await new ArrivedBatches(books, source, warehouse)
                    .FindAsync(origin.Batches, leftOut, cancellation).ConfigureAwait(false);
                foreach (var doubt in doubts)
                {
                    log.Write(LogLevel.Warning, run, null, "A batch is not confirmed, and will be exported again: " + doubt);
                    notes.Report("A batch is not confirmed, and will be exported again: " + doubt);
                }

                await books.ConfirmAsync([.. arrived], cancellation).ConfigureAwait(false);
            }
        }
        catch (ContabyxException e)
        {
            notes.Report($"The batches could not be confirmed in the source; they will be exported again. {e.Message}");
        }
    }
}
