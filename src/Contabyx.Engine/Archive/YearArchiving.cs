using System.Globalization;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>
/// Moves a year into the archive: write files, lock, prove, delete, record, commit. Rows leave the table only in the transaction that
/// has proven that the files have exactly them.
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
        var move = await archive.OpenAsync(cancellation).ConfigureAwait(false);
        await using (move)
        {
            var written = await move.UnloadAsync(planned, cancellation).ConfigureAwait(false);
            var (count, bytes) = await files.MeasureAsync(table.Name, year, id, cancellation).ConfigureAwait(false);
            await move.LockAsync(table.Name, cancellation).ConfigureAwait(false);
            var known = await move.ReadAsync(table.Name, cancellation).ConfigureAwait(false);
            if (known.FirstOrDefault(other => other.Year == year) is { } before)
            {
                await DeleteLeftoversAsync(before, known, cancellation).ConfigureAwait(false);
                return (before, true);
            }

            var proven = await ProveAsync(move, planned, written, cancellation).ConfigureAwait(false);
            planned = planned with
            {
                Rows = proven.Rows,
                Fingerprint = proven.Fingerprint ?? "0",
                Files = count,
                Bytes = bytes,
                ArchivedAt = DateTimeOffset.UtcNow,
            };
            var deleted = await move.ArchiveAsync(table, planned, cancellation).ConfigureAwait(false);
            if (deleted != proven.Rows)
                throw Changed(planned, [string.Create(CultureInfo.InvariantCulture, $"{proven.Rows} rows proven, {deleted} deleted")]);
            var leftovers = await DeleteLeftoversAsync(planned, [.. known, planned], cancellation).ConfigureAwait(false);
            await new YearInDoubt(archive, log).CommitAsync(move, planned, isArchived: true, cancellation).ConfigureAwait(false);
            await move.ForgetAsync(planned, leftovers, cancellation).ConfigureAwait(false);
            return (planned, false);
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

    // Under the lock nobody else can be about to record one of them.
    private async Task<IReadOnlyList<string>> DeleteLeftoversAsync(
        ArchivedYear year, IReadOnlyList<ArchivedYear> known, CancellationToken cancellation)
    {
        var ids = known.Select(other => other.Id).ToHashSet(StringComparer.Ordinal);
        var leftovers = await files.FindLeftoversAsync(year.Table, year.Year, ids, cancellation).ConfigureAwait(false);
        await files.DeleteAsync(leftovers.SelectMany(leftover => leftover.Value), cancellation).ConfigureAwait(false);
        return [.. leftovers.Keys];
    }

    private static ArchiveException Changed(ArchivedYear year, IReadOnlyList<string> differences) => new(
        year.Table,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{year.Year} was not archived, because its files and its rows in the table differ: {string.Join("; ", differences)}. "
                + $"Nothing was deleted."),
        "Its rows were probably changed in the meantime: run the same command again.");
}
