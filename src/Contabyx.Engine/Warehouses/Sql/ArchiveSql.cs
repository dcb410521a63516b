using System.Globalization;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// Writes the statements of an archive that every warehouse has, under the same names in a file of the <c>sql</c> folder.
/// </summary>
/// <param name="file">The file, such as <c>duckdb/archive.sql</c>.</param>
/// <param name="loads">Writes totals as loads do.</param>
/// <param name="words">How this warehouse writes values and types.</param>
internal abstract class ArchiveSql(string file, LoadSql loads, ISqlWords words)
{
    /// <summary>The table that says what is archived.</summary>
    public const string LedgerTable = "contabyx_archive";

    /// <summary>The table that says which files this database began to write, or has left.</summary>
    public const string AttemptsTable = "contabyx_archive_attempts";

    /// <summary>The column of the files' folders that says the year.</summary>
    public const string YearColumn = "archive_year";

    /// <summary>The column of the files' folders that names the attempt.</summary>
    public const string IdColumn = "archive_id";

    /// <summary>The statements.</summary>
    protected SqlFile Sql { get; } = SqlFile.Load(file);

    /// <summary>How this warehouse writes values and types.</summary>
    protected ISqlWords Words { get; } = words;

    /// <summary>The ledger's name as it appears in statements.</summary>
    public string Ledger => Words.Table(LedgerTable);

    /// <summary>Creates the ledger if it is missing.</summary>
    public string CreateLedger => Sql.Statement("create-ledger", ("ledger", Ledger));

    /// <summary>Creates the list of attempts if it is missing.</summary>
    public string CreateAttempts => Sql.Statement("create-attempts", ("attempts", Words.Table(AttemptsTable)));

    /// <summary>The attempts to archive a year that came to nothing, or were brought back.</summary>
    public string ReadAttempts(string table, int year) => Sql.Statement(
        "attempts",
        ("attempts", Words.Table(AttemptsTable)),
        ("ledger", Ledger),
        ("table", Words.Literal(table)),
        ("year", SqlText.Number(year)));

    /// <summary>Writes down whose files there may be.</summary>
    /// <param name="now">The time.</param>
    public string BeginAttempt(ArchivedYear year, DateTimeOffset now) => Sql.Statement(
        "begin-attempt",
        ("attempts", Words.Table(AttemptsTable)),
        ("table", Words.Literal(year.Table)),
        ("year", SqlText.Number(year.Year)),
        ("id", Words.Literal(year.Id)),
        ("begun_at", SqlText.Moment(now)));

    /// <summary>Takes an attempt from the list.</summary>
    public string EndAttempt(string id) =>
        Sql.Statement("end-attempt", ("attempts", Words.Table(AttemptsTable)), ("id", Words.Literal(id)));

    /// <summary>Asks whether there is a ledger: a row if so, for <see cref="CheckLedger"/>.</summary>
    public abstract string HasLedger { get; }

    /// <summary>Refuses a ledger that this user may not use: without it nobody knows which years are archived.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="found">The row of <see cref="HasLedger"/>.</param>
    /// <param name="writes">Whether it must be written, too.</param>
    /// <exception cref="WarehouseException">A right is missing.</exception>
    public virtual void CheckLedger(string warehouse, string?[] found, bool writes)
    {
    }

    /// <summary>Reads the ledger.</summary>
    /// <param name="table">Only this table; NULL for all.</param>
    public string ReadLedger(string? table) => Sql.Statement(
        "ledger", ("ledger", Ledger), ("filter", table is null ? "true" : $"lower(table_name) = lower({Words.Literal(table)})"));

    /// <summary>Counts rows by year.</summary>
    /// <param name="before">The year that is no longer wanted.</param>
    public string CountYears(TableSchema table, string column, int before) => Sql.Statement(
        "years",
        ("column", Words.Column(column)),
        ("table", Words.Table(table.Name)),
        ("before", Bound(table, column, before)));

    /// <summary>The totals of a year's rows in the table.</summary>
    public IReadOnlyList<string> TableTotals(ArchivedYear year) =>
        loads.TotalsOf(year.Schema, Words.Table(year.Table), "WHERE " + InYear(year));

    /// <summary>The totals of a year's rows in its files.</summary>
    public IReadOnlyList<string> ArchivedTotals(ArchivedYear year) => loads.TotalsOf(year.Schema, From(year), "");

    /// <summary>Counts the rows of a year's files whose keys are in a range.</summary>
    /// <param name="key">The column of the key.</param>
    public string CountKeys(ArchivedYear year, string key, long first, long last) => Sql.Statement(
        "count-keys",
        ("from", From(year)),
        ("key", Words.Column(key)),
        ("first", SqlText.Number(first)),
        ("last", SqlText.Number(last)));

    /// <summary>Deletes a year's rows from the table.</summary>
    public string Delete(ArchivedYear year) =>
        Sql.Statement("delete-year", ("table", Words.Table(year.Table)), ("rows", InYear(year)));

    /// <summary>Inserts a year's rows into the table.</summary>
    public string BringBack(ArchivedYear year) => Sql.Statement(
        "bring-back", ("table", Words.Table(year.Table)), ("columns", Names(year.Schema)), ("from", From(year)));

    /// <summary>Writes a year into the ledger.</summary>
    public string Record(ArchivedYear year) => Sql.Statement(
        "archived",
        ("ledger", Ledger),
        ("table", Words.Literal(year.Table)),
        ("column", Words.Literal(year.Column)),
        ("year", SqlText.Number(year.Year)),
        ("id", Words.Literal(year.Id)),
        ("location", Words.Literal(year.Location)),
        ("external_schema", Words.Literal(year.ExternalSchema)),
        ("external_table", Words.Literal(year.ExternalTable)),
        ("view", Words.Literal(year.View)),
        ("columns", Words.Literal(ArchivedColumns.Write(year.Schema.Columns))),
        ("rows", SqlText.Number(year.Rows)),
        ("bytes", SqlText.Number(year.Bytes)),
        ("files", SqlText.Number(year.Files)),
        ("fingerprint", Words.Literal(year.Fingerprint)),
        ("archived_at", SqlText.Moment(year.ArchivedAt)));

    /// <summary>Takes a year out of the ledger.</summary>
    public string Forget(ArchivedYear year) => Sql.Statement("restored", ("ledger", Ledger), ("id", Words.Literal(year.Id)));

    /// <summary>Creates or replaces the view over all rows.</summary>
    /// <param name="years">What is, or will be, archived.</param>
    public string CreateView(ArchivedTable table, IReadOnlyList<ArchivedYear> years) =>
        Sql.Statement("create-view", ("view", Words.Table(table.View)), ("query", ViewQuery(table, years)));

    /// <summary>The query of the view over all rows.</summary>
    protected string ViewQuery(ArchivedTable table, IReadOnlyList<ArchivedYear> years) => new ArchiveView(Words).Query(
        table.Name, [new ViewBranch(table.Schema.Columns, Words.Table(table.Name)), .. Branches(years)]);

    /// <summary>Counts the rows of archived years that a table has.</summary>
    /// <param name="years">Years of one column of one table.</param>
    public string Stray(IReadOnlyList<ArchivedYear> years)
    {
        var (table, column) = (years[0].Schema, years[0].Column);
        var rows = YearRanges.Of(years.Select(year => year.Year)).Select(range => Between(table, column, range.First, range.Next));
        return Sql.Statement(
            "stray",
            ("column", Words.Column(column)),
            ("table", Words.Table(table.Name)),
            ("rows", string.Join(" OR ", rows)));
    }

    /// <summary>Reads a row of the ledger.</summary>
    public static ArchivedYear ParseYear(string?[] row) => new(
        new TableSchema(row[0]!, ArchivedColumns.Read(row[8]!), []), row[1]!, (int)SqlText.ParseNumber(row[2])!.Value, row[3]!)
    {
        Location = row[4]!,
        ExternalSchema = row[5] ?? "",
        ExternalTable = row[6] ?? "",
        View = row[7]!,
        Rows = SqlText.ParseNumber(row[9])!.Value,
        Bytes = SqlText.ParseNumber(row[10])!.Value,
        Files = (int)SqlText.ParseNumber(row[11])!.Value,
        Fingerprint = row[12]!,
        ArchivedAt = DateTimeOffset.Parse(row[13]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };

    /// <summary>Reads the rows of <see cref="CountYears"/> and <see cref="Stray"/>; days that no calendar has are left out, and
    /// those of the years 1 and 9999, which stand for no day: 0001-01-01 for the zero dates of MySQL.</summary>
    public static IReadOnlyList<(int Year, long Rows)> ParseYears(IEnumerable<string?[]> rows) =>
    [
        .. rows.Where(row => SqlText.ParseNumber(row[0]) is > 1 and < 9999)
            .Select(row => ((int)SqlText.ParseNumber(row[0])!.Value, SqlText.ParseNumber(row[1])!.Value)),
    ];

    /// <summary>A year's rows in its files, as a table that has the columns of its schema.</summary>
    protected abstract string From(ArchivedYear year);

    /// <summary>The parts of the view that show archived years.</summary>
    protected abstract IEnumerable<ViewBranch> Branches(IReadOnlyList<ArchivedYear> years);

    /// <summary>The rows of a year in the table, as a condition.</summary>
    protected string InYear(ArchivedYear year) => Between(year.Schema, year.Column, year.Year, year.Year + 1);

    /// <summary>The columns of a table with commas between them.</summary>
    protected string Names(TableSchema table) => string.Join(", ", table.Columns.Select(column => Words.Column(column.Name)));

    private string Between(TableSchema table, string column, int first, int next)
    {
        var name = Words.Column(column);
        return $"({name} >= {Bound(table, column, first)} AND {name} < {Bound(table, column, next)})";
    }

    private string Bound(TableSchema table, string column, int year)
    {
        var type = table.Columns.First(found => found.Name.Equals(column, StringComparison.OrdinalIgnoreCase)).Type;
        return $"CAST({SqlText.Literal(YearRanges.FirstDay(year))} AS {Words.TypeOf(type)})";
    }
}
