using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>The statements of an archive that the embedded warehouse keeps in a folder.</summary>
internal sealed class DuckDbArchiveSql(DuckDbLoadSql loads) : ArchiveSql("duckdb/archive.sql", loads, new DuckDbWords())
{
    private const string Comment = "Rows of the table and of its archive. Made by Export-ContabyxArchive.";
    private const string FileName = "part-0001.parquet";

    /// <inheritdoc/>
    public override string HasLedger => Sql.Statement("has-ledger", ("ledger_name", Words.Literal(LedgerTable)));

    /// <summary>Asks what has the name of a view.</summary>
    public string HasView(string view) =>
        Sql.Statement("has-view", ("view", Words.Literal(view)), ("comment", Words.Literal(Comment)));

    /// <summary>Creates or replaces the view, and marks it as one of the archive.</summary>
    /// <param name="years">What is, or will be, archived.</param>
    public IReadOnlyList<string> CreateViews(ArchivedTable table, IReadOnlyList<ArchivedYear> years) =>
    [
        CreateView(table, years),
        Sql.Statement("comment-view", ("view", Words.Table(table.View)), ("comment", Words.Literal(Comment))),
    ];

    /// <summary>Writes a year's rows to its file.</summary>
    public string Unload(ArchivedYear year) => Sql.Statement(
        "unload",
        ("columns", Names(year.Schema)),
        ("table", Words.Table(year.Table)),
        ("rows", InYear(year)),
        ("file", SqlText.Literal(FileOf(year))));

    /// <summary>The path of a year's file.</summary>
    public static string FileOf(ArchivedYear year) => Path.Combine(ManifestFiles.PathOf(year.Location), FileName);

    /// <inheritdoc/>
    protected override string From(ArchivedYear year) => Files([year]);

    /// <inheritdoc/>
    protected override IEnumerable<ViewBranch> Branches(IReadOnlyList<ArchivedYear> years) => years
        .GroupBy(year => ArchivedColumns.Write(year.Schema.Columns))
        .Select(same => new ViewBranch(same.First().Schema.Columns, Files(same)));

    private string Files(IEnumerable<ArchivedYear> years) =>
        Sql.Statement("files", ("files", SqlText.Literals(years.Select(FileOf))));
}
