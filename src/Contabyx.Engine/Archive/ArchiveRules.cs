using System.Globalization;
using System.Text;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Archive;

/// <summary>Checks whether a table can be archived, and by which column.</summary>
internal static class ArchiveRules
{
    private const string HowToSay = "Say how many whole years before this one stay, -KeepYears 3, or which years go, -Before 2020-01-01.";

    /// <summary>The year that is no longer archived.</summary>
    /// <param name="now">The time, whose year is not finished.</param>
    /// <exception cref="ArchiveException">The request does not say it, or not clearly.</exception>
    public static int BeforeOf(ArchiveRequest request, DateTimeOffset now)
    {
        if (request.Before is null == request.KeepYears is null)
        {
            throw new ArchiveException(
                request.Table,
                request.Before is null ? "no years were given." : "-Before and -KeepYears exclude each other.",
                HowToSay);
        }

        if (request.KeepYears is { } keep)
            return Math.Max(1, now.UtcDateTime.Year - keep);
        var before = request.Before!.Value;
        if (before is not { Month: 1, Day: 1 })
        {
            throw new ArchiveException(
                request.Table, $"only whole years are archived, and {Text(before)} is in the middle of one.",
                $"Use a 1st of January: -Before {YearRanges.FirstDay(before.Year)}.");
        }

        return before.Year <= now.UtcDateTime.Year ? before.Year : throw new ArchiveException(
            request.Table, $"the years before {Text(before)} are not all finished.",
            $"The latest that is possible now is -Before {YearRanges.FirstDay(now.UtcDateTime.Year)}.");
    }

    /// <summary>The column that says to which year a row belongs.</summary>
    /// <param name="table">The table as the warehouse has it.</param>
    /// <param name="years">The years of it that are archived.</param>
    /// <exception cref="ArchiveException">There is none, or it is not clear which.</exception>
    public static string ColumnOf(ArchiveRequest request, TableSchema table, IReadOnlyList<ArchivedYear> years)
    {
        if (years.Count > 0)
        {
            var known = years[0].Column;
            CheckColumn(table, years[^1]);
            return request.Column is null || request.Column.Equals(known, StringComparison.OrdinalIgnoreCase) ? known
                : throw new ArchiveException(
                    table.Name, $"its years were archived by {known}, not by {request.Column}.",
                    $"Leave out -Column, or bring all its years back first: Get-ContabyxArchive '{table.Name}' | Restore-ContabyxArchive.");
        }

        var dates = table.Columns.Where(column => IsDate(column.Type)).ToList();
        if (request.Column is { } wanted)
        {
            var found = table.Columns.FirstOrDefault(column => column.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArchiveException(table.Name, $"it has no column {wanted}.", NameOne(dates));
            return IsDate(found.Type) ? found.Name : throw new ArchiveException(
                table.Name, $"{found.Name} is {found.Type}, and years are those of a DATE or a TIMESTAMP.", NameOne(dates));
        }

        var sure = dates.Where(column => !column.Nullable).ToList();
        return sure.Count == 1 ? sure[0].Name : throw new ArchiveException(
            table.Name,
            sure.Count == 0 ? "it has no DATE or TIMESTAMP column that is never NULL."
                : $"it has several dates that are never NULL: {Names(sure)}.",
            NameOne(dates));
    }

    /// <summary>Refuses what cannot be archived, whatever its rows are.</summary>
    /// <exception cref="ArchiveException">It cannot.</exception>
    public static void Check(TableSchema table, IArchive archive)
    {
        if (OwnTables.Have(table.Name))
            throw new ArchiveException(table.Name, "the table belongs to Contabyx.", "Name a table of your own.");
        if ((table.InsertRefusal ?? table.DeleteRefusal) is { } refusal)
            throw new ArchiveException(table.Name, $"{refusal}.", "Name a table from which this user may delete rows.");
        var taken = table.Columns.FirstOrDefault(column => column.Name.Equals(ArchiveSql.YearColumn, StringComparison.OrdinalIgnoreCase)
            || column.Name.Equals(ArchiveSql.IdColumn, StringComparison.OrdinalIgnoreCase));
        if (taken is not null)
        {
            throw new ArchiveException(
                table.Name, $"the archive needs the name {taken.Name} for itself.", "Rename the column in the warehouse.");
        }

        if (Encoding.UTF8.GetByteCount(ArchivedColumns.Write(table.Columns)) > TargetLimits.TextBytes)
        {
            throw new ArchiveException(
                table.Name, $"the names of its {table.Columns.Count} columns are too long to be kept in {ArchiveSql.LedgerTable}.",
                "Archive a table with fewer columns, or with shorter names.");
        }

        if (archive.ProblemsOf(table) is { Count: > 0 } problems)
        {
            throw new ArchiveException(
                table.Name, $"the archive cannot hold it: {string.Join("; ", problems)}.",
                "Keep its rows in the warehouse, or change the type of the column there.");
        }
    }

    /// <summary>The view over all rows.</summary>
    /// <param name="years">The years of the table that are archived.</param>
    /// <exception cref="ArchiveException">The name cannot be used.</exception>
    public static string ViewOf(ArchiveRequest request, TableSchema table, IReadOnlyList<ArchivedYear> years)
    {
        var known = years.Count > 0 ? years[^1].View : null;
        if (known is not null && request.View is { } other && !other.Equals(known, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArchiveException(
                table.Name, $"the view over its archive is {known} already.", "Leave out -View, or make a view of your own over it.");
        }

        var view = known ?? request.View ?? table.Name + "_all";
        return Encoding.UTF8.GetByteCount(view) <= TargetLimits.NameBytes ? view : throw new ArchiveException(
            table.Name, $"the name of its view, {view}, is too long.", "Give the view a shorter name: -View NAME.");
    }

    /// <summary>Refuses the view of another table: whoever reads it would miss the rows of that table.</summary>
    /// <param name="all">The whole ledger.</param>
    /// <exception cref="ArchiveException">Another table has it.</exception>
    public static void CheckView(ArchivedTable table, IReadOnlyList<ArchivedYear> all)
    {
        var other = all.FirstOrDefault(year => year.View.Equals(table.View, StringComparison.OrdinalIgnoreCase)
            && !year.Table.Equals(table.Name, StringComparison.OrdinalIgnoreCase));
        if (other is not null)
        {
            throw new ArchiveException(
                table.Name, $"{table.View} is the view over {other.Table} and its archive.", "Name another view: -View NAME.");
        }
    }

    // Somebody has renamed or dropped it, or changed its type.
    private static void CheckColumn(TableSchema table, ArchivedYear year)
    {
        var found = table.Columns.FirstOrDefault(column => column.Name.Equals(year.Column, StringComparison.OrdinalIgnoreCase));
        if (found is not null && IsDate(found.Type))
            return;
        throw new ArchiveException(
            table.Name,
            $"its years were archived by {year.Column}, which is {(found is null ? "not in the table any more" : $"{found.Type} now")}.",
            $"Give the table a DATE or TIMESTAMP column {year.Column} with its values again.");
    }

    private static bool IsDate(ColumnType type) => type.Kind is ColumnKind.Date or ColumnKind.Timestamp;

    private static string NameOne(List<ColumnSchema> dates) => dates.Count == 0
        ? "A table without a DATE or TIMESTAMP column cannot be archived by years."
        : $"Name one of these: -Column {Names(dates)}. Rows where it is NULL stay in the table.";

    private static string Names(IEnumerable<ColumnSchema> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
