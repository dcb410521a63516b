using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>The statements of an archive that the embedded warehouse keeps in a folder.</summary>
internal sealed class DuckDbArchiveSql(DuckDbLoadSql loads) : ArchiveSql("duckdb/archive.sql", loads, new DuckDbWords())
{
    private const string FileName = "part-0001.parquet";

    /// <inheritdoc/>
    public override string HasLedger => Sql.Statement("has-ledger", ("ledger_name", Words.Literal(LedgerTable)));

    /// <summary>Asks what has the name of a view.</summary>
    public string HasView(ArchivedTable table) =>
        Sql.Statement("has-view", ("view", Words.Literal(table.View)), ("comment", Words.Literal(Comment(table))));

    /// <summary>Asks whether the view is the one that is needed: a row if so.</summary>
    /// <param name="years">What is archived.</param>
    public string IsViewCurrent(ArchivedTable table, IReadOnlyList<ArchivedYear> years) => Sql.Statement(
        "is-view-current", ("view", Words.Literal(table.View)), ("comment", Words.Literal(Comment(table, years))));

    /// <summary>Creates or replaces the view, and marks it as one of the archive.</summary>
    /// <param name="years">What is, or will be, archived.</param>
    public IReadOnlyList<string> CreateViews(ArchivedTable table, IReadOnlyList<ArchivedYear> years) =>
    [
        CreateView(table, years),
        Sql.Statement("comment-view", ("view", Words.Table(table.View)), ("comment", Words.Literal(Comment(table, years)))),
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

    // The mark of the view, with its table: another one may not replace it.
    private static string Comment(ArchivedTable table) =>
        $"Rows of the table {table.Name} and of its archive. Made by Export-ContabyxArchive.";

    // The database writes the text of a view in its own words, so the mark has the hash of ours.
    private string Comment(ArchivedTable table, IReadOnlyList<ArchivedYear> years) =>
        $"{Comment(table)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ViewQuery(table, years))))[..16]}";

    private string Files(IEnumerable<ArchivedYear> years) =>
        Sql.Statement("files", ("files", SqlText.Literals(years.Select(FileOf))));
}
