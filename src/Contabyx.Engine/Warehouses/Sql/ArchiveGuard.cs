using System.Globalization;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// Keeps a load from bringing rows of archived years back, where they would count twice, and from replacing rows that have
/// meanwhile left the archive. It asks inside the load's transaction, under the lock that archiving takes, too.
/// </summary>
/// <param name="warehouse">The warehouse's address.</param>
/// <param name="sql">Writes the statements.</param>
/// <param name="query">Runs a query in the load's transaction.</param>
/// <param name="now">Runs a query that sees what was committed until now.</param>
internal sealed class ArchiveGuard(
    string warehouse,
    ArchiveSql sql,
    Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> query,
    Func<string, CancellationToken, Task<IReadOnlyList<string?[]>>> now)
{
    private const string Advice = "Export the table again: archived years are left out then. If it is a file of your own, take these "
        + "rows out of it. Or bring the year back first: Get-ContabyxArchive | Restore-ContabyxArchive.";

    /// <summary>Whether all rows that an earlier load brought are in the archive now: then they are not gone.</summary>
    public async Task<bool> HasAllAsync(TableLoad load, LoadRecord earlier, CancellationToken cancellation)
    {
        if (load.Table.RangeKey < 0 || earlier is not { FirstKey: { } first, LastKey: { } last })
            return false;
        var (key, rows) = (load.Table.Columns[load.Table.RangeKey].Name, 0L);
        foreach (var year in await ReadAsync(load.Table.Name, cancellation).ConfigureAwait(false))
        {
            if (!year.Schema.Columns.Any(column => column.Name.Equals(key, StringComparison.OrdinalIgnoreCase)))
                continue;
            var count = await query(sql.CountKeys(year, key, first, last), cancellation).ConfigureAwait(false);
            rows += SqlText.ParseNumber(count[0][0])!.Value;
        }

        return rows == earlier.Rows;
    }

    /// <summary>Checks a table after the rows of a load were applied.</summary>
    /// <exception cref="WarehouseException">The load must not be committed.</exception>
    public async Task CheckAsync(TableLoad load, CancellationToken cancellation)
    {
        var years = await ReadAsync(load.Table.Name, cancellation).ConfigureAwait(false);
        if (load.Mode is LoadMode.Replace or LoadMode.Differences)
            RefuseReturned(load, years);
        foreach (var column in years.GroupBy(year => year.Column, StringComparer.OrdinalIgnoreCase))
        {
            var rows = await AskAsync(load, [.. column], cancellation).ConfigureAwait(false);
            if (ArchiveSql.ParseYears(rows) is [var first, ..] found)
                throw Refuse(load, column.Key, first.Year, [.. found.Select(year => year.Year)], found.Sum(year => year.Rows));
        }
    }

    // The column may be gone from the table, or have another type.
    private async Task<IReadOnlyList<string?[]>> AskAsync(TableLoad load, IReadOnlyList<ArchivedYear> years, CancellationToken cancellation)
    {
        try
        {
            return await query(sql.Stray(years), cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (!e.MayRetry)
        {
            throw new WarehouseException(
                warehouse,
                $"it could not be seen whether {load.Table.Name} has rows of archived years, which are told by the column "
                    + $"{years[0].Column}: {e.Message}",
                $"If the column was renamed or dropped, give the table a DATE or TIMESTAMP column {years[0].Column} again. {e.Advice}");
        }
    }

    private async Task<IReadOnlyList<ArchivedYear>> ReadAsync(string table, CancellationToken cancellation)
    {
        if (await now(sql.HasLedger, cancellation).ConfigureAwait(false) is not [var found, ..])
            return [];
        sql.CheckLedger(warehouse, found, writes: false);
        return [.. (await now(sql.ReadLedger(table), cancellation).ConfigureAwait(false)).Select(ArchiveSql.ParseYear)];
    }

    // The rows of these years were not exported, because they were archived then; now they are in the table, and would be lost.
    private void RefuseReturned(TableLoad load, IReadOnlyList<ArchivedYear> years)
    {
        var returned = load.YearsLeftOut.Except(years.Select(year => year.Year)).ToList();
        if (returned.Count > 0)
        {
            throw new WarehouseException(
                warehouse,
                $"{load.Table.Name} was exported without the year {YearRanges.Text(returned)}, which has left the archive since then; "
                    + "loading would delete its rows.",
                "Export the table again.");
        }
    }

    private WarehouseException Refuse(TableLoad load, string column, int year, IReadOnlyList<int> all, long rows) => new(
        warehouse,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{load.Table.Name} would have {rows} {(rows == 1 ? "row" : "rows")} whose {column} is in {YearRanges.Text(all)}, but {year} "
                + $"is archived, so these rows would count twice. Nothing was loaded."),
        Advice);
}
