using System.Globalization;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>
/// Moves a year into the archive: put the attempt on the list, write files, lock, prove, delete, record, commit. Rows leave the table
/// only in the transaction that has proven that the files have exactly them.
/// </summary>
/// <param name="files">The objects of the archive.</param>
/// <param name="log">Receives what was found in doubt.</param>
internal sealed class YearArchiving(IArchive archive, ArchiveFiles files, LoadLog log)
{
    /// <summary>Archives a year.</summary>
    /// <returns>The year as the ledger has it, and whether it was there before.</returns>
    /// <exception cref="ContabyxException">Nothing was changed.</exception>
    public async Task<(ArchivedYear Year, bool Before)> RunAsync(ArchivedTable table, int year, CancellationToken cancellation)
    {
        var id = files.NewId();
        var planned = archive.Plan(table, year, id, files.LocationOf(table.Name, year, id));
        var isSent = false;
        try
        {
            var move = await archive.OpenAsync(cancellation).ConfigureAwait(false);
            await using (move)
            {
                if (await BeginAsync(move, planned, cancellation).ConfigureAwait(false) is { } before)
                    return (before, true);
                var (moved, isNew) = await MoveAsync(move, table, planned, cancellation).ConfigureAwait(false);
                if (isNew)
                {
                    isSent = true;
                    await new YearInDoubt(archive, log).CommitAsync(move, moved, isArchived: true, cancellation).ConfigureAwait(false);
                    return (moved, false);
                }

                planned = moved;
            }
        }
        catch (ContabyxException) when (!isSent)
        {
            await AbandonAsync(table, year, id, cancellation).ConfigureAwait(false);
            throw;
        }

        await AbandonAsync(table, year, id, cancellation).ConfigureAwait(false);
        return (planned, true);
    }

    // Under the lock, so that nobody is about to record what is deleted. Committed before a file is written.
    private async Task<ArchivedYear?> BeginAsync(IYearMove move, ArchivedYear planned, CancellationToken cancellation)
    {
        await move.LockAsync(planned.Table, cancellation).ConfigureAwait(false);
        var known = await move.ReadAsync(planned.Table, cancellation).ConfigureAwait(false);
        var listed = await move.ReadAttemptsAsync(planned.Table, planned.Year, cancellation).ConfigureAwait(false);
        var leftovers = files.OwnOf(listed);
        await files.DeleteAsync(planned.Table, planned.Year, leftovers, cancellation).ConfigureAwait(false);
        if (known.FirstOrDefault(other => other.Year == planned.Year) is { } before)
            return before;
        await move.BeginAttemptAsync(planned, leftovers, cancellation).ConfigureAwait(false);
        await move.CommitAsync(cancellation).ConfigureAwait(false);
        await move.ForgetAsync(planned, leftovers, cancellation).ConfigureAwait(false);
        return null;
    }

    // Everything but the commit; or the year as another command has archived it in the meantime.
    private async Task<(ArchivedYear Year, bool IsNew)> MoveAsync(
        IYearMove move, ArchivedTable table, ArchivedYear planned, CancellationToken cancellation)
    {
        var written = await move.UnloadAsync(planned, cancellation).ConfigureAwait(false);
        var (count, bytes) = await files.MeasureAsync(planned.Table, planned.Year, planned.Id, cancellation).ConfigureAwait(false);
        await move.LockAsync(planned.Table, cancellation).ConfigureAwait(false);
        var known = await move.ReadAsync(planned.Table, cancellation).ConfigureAwait(false);
        if (known.FirstOrDefault(other => other.Year == planned.Year) is { } before)
            return (before, false);
        var listed = await move.ReadAttemptsAsync(planned.Table, planned.Year, cancellation).ConfigureAwait(false);
        if (!listed.Contains(planned.Id))
            throw Overtaken(planned);
        var proven = await ProveAsync(move, planned, written, cancellation).ConfigureAwait(false);
        CheckColumns(planned, await move.ReadColumnsAsync(planned.Table, cancellation).ConfigureAwait(false));
        planned = planned with
        {
            Rows = proven.Rows,
            Fingerprint = proven.Fingerprint ?? "0",
            Files = count,
            Bytes = bytes,
            ArchivedAt = DateTimeOffset.UtcNow,
        };
        var deleted = await move.ArchiveAsync(table, planned, cancellation).ConfigureAwait(false);
        return deleted == proven.Rows ? (planned, true) : throw Changed(
            planned, [string.Create(CultureInfo.InvariantCulture, $"{proven.Rows} rows proven, {deleted} deleted")]);
    }

    // COMMIT was not sent, so nobody will ever read these files. What cannot be deleted now is deleted by the next attempt.
    private async Task AbandonAsync(ArchivedTable table, int year, string id, CancellationToken cancellation)
    {
        try
        {
            await files.DeleteAsync(table.Name, year, [id], cancellation).ConfigureAwait(false);
            var move = await archive.OpenAsync(cancellation).ConfigureAwait(false);
            await using (move)
                await move.ForgetAsync(archive.Plan(table, year, id, table.Location), [id], cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContabyxException or IOException)
        {
            log.Write(
                LogLevel.Warning, null, table.Name, "The files of a failed attempt could not be deleted: " + e.Message,
                ("year", year), ("attempt", id));
        }
    }

    private static async Task<TableTotals> ProveAsync(
        IYearMove move, ArchivedYear year, long? written, CancellationToken cancellation)
    {
        var there = await move.ReadTableTotalsAsync(year, cancellation).ConfigureAwait(false);
        var archived = await move.ReadArchivedTotalsAsync(year, cancellation).ConfigureAwait(false);
        if (written is { } rows && rows != archived.Rows)
        {
            throw Changed(
                year, [string.Create(CultureInfo.InvariantCulture, $"{rows} rows were written to its files, which show {archived.Rows}")]);
        }

        var differences = there.Differences(archived);
        return differences.Count == 0 && there.Rows > 0 ? there : throw Changed(
            year, differences.Count == 0 ? ["it has no rows any more"] : differences);
    }

    // The files and the proof know the columns of the plan only, and whole rows are deleted.
    private static void CheckColumns(ArchivedYear year, IReadOnlyList<ColumnSchema>? now)
    {
        if (now?.Select(column => (column.Name, column.Type)).SequenceEqual(
            year.Schema.Columns.Select(column => (column.Name, column.Type))) == true)
            return;
        throw new ArchiveException(
            year.Table,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{year.Year} was not archived, because the columns of the table have changed since the command began. Nothing was "
                    + $"deleted."),
            "Run the same command again.");
    }

    private static ArchiveException Overtaken(ArchivedYear year) => new(
        year.Table,
        string.Create(CultureInfo.InvariantCulture, $"{year.Year} is being archived by another command, so this one gave up."),
        "Wait for the other one, and run the same command again.");

    private static ArchiveException Changed(ArchivedYear year, IReadOnlyList<string> differences) => new(
        year.Table,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{year.Year} was not archived, because its files and its rows in the table differ: {string.Join("; ", differences)}. "
                + $"Nothing was deleted."),
        "Its rows were probably changed in the meantime: run the same command again.");
}
