using System.Globalization;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>
/// Brings a year back: lock, prove the files, insert, prove the table, take the year out of the ledger, commit. The files stay: a query
/// that began before may still read them. The next attempt to archive the year deletes them.
/// </summary>
/// <param name="log">Receives what was found in doubt.</param>
internal sealed class YearRestoring(IArchive archive, LoadLog log)
{
    /// <summary>Brings a year back.</summary>
    /// <returns>The year as the ledger had it.</returns>
    /// <exception cref="ContabyxException">Nothing was changed.</exception>
    public async Task<ArchivedYear> RunAsync(ArchivedTable table, int year, CancellationToken cancellation)
    {
        var move = await archive.OpenAsync(cancellation).ConfigureAwait(false);
        await using (move)
        {
            await move.LockAsync(table.Name, cancellation).ConfigureAwait(false);
            var known = await move.ReadAsync(table.Name, cancellation).ConfigureAwait(false);
            var found = known.FirstOrDefault(other => other.Year == year) ?? throw NotArchived(table.Name, year);
            Check(table.Schema, found);
            var there = await move.ReadTableTotalsAsync(found, cancellation).ConfigureAwait(false);
            if (there.Rows > 0)
                throw NotEmpty(found, there.Rows);
            var archived = await move.ReadArchivedTotalsAsync(found, cancellation).ConfigureAwait(false);
            if (archived.Rows != found.Rows || archived.Fingerprint != found.Fingerprint)
                throw Damaged(found, archived.Rows);
            var inserted = await move.RestoreAsync(table, found, cancellation).ConfigureAwait(false);
            var now = await move.ReadTableTotalsAsync(found, cancellation).ConfigureAwait(false);
            var differences = archived.Differences(now);
            if (inserted != archived.Rows || differences.Count > 0)
                throw Unproven(found, differences);
            await new YearInDoubt(archive, log).CommitAsync(move, found, isArchived: false, cancellation).ConfigureAwait(false);
            return found;
        }
    }

    /// <summary>There is nothing to bring back.</summary>
    public static ArchiveException NotArchived(string table, int year) => new(
        table, string.Create(CultureInfo.InvariantCulture, $"{year} is not archived."), "Get-ContabyxArchive lists what is.");

    // Its values would be lost.
    private static void Check(TableSchema table, ArchivedYear year)
    {
        var missing = year.Schema.Columns.Select(column => column.Name)
            .Except(table.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count > 0)
        {
            throw new ArchiveException(
                table.Name,
                string.Create(CultureInfo.InvariantCulture, $"{year.Year} has columns that the table lacks: {string.Join(", ", missing)}."),
                "Add them first: ALTER TABLE ... ADD COLUMN.");
        }
    }

    private static ArchiveException NotEmpty(ArchivedYear year, long rows) => new(
        year.Table,
        string.Create(CultureInfo.InvariantCulture, $"the table has rows of {year.Year} ({rows}) beside those of the archive."),
        "They were inserted since. Delete them, or move them to another table, and run the same command again.");

    private static ArchiveException Damaged(ArchivedYear year, long rows) => new(
        year.Table,
        string.Create(
            CultureInfo.InvariantCulture,
            $"the files of {year.Year} are not what was archived: {rows} rows are there, and {year.Rows} were proven, with other values "
                + $"perhaps. Nothing was changed."),
        $"Put the objects of {year.Location} back as they were, from their earlier versions if the bucket keeps them.");

    private static ArchiveException Unproven(ArchivedYear year, IReadOnlyList<string> differences) => new(
        year.Table,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{year.Year} was not brought back, because its rows in the table would differ: {string.Join("; ", differences)}. Nothing was "
                + $"changed."),
        "Compare the types of the table's columns with those of the archive.");
}
