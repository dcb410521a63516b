using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>The statements of an archive of Amazon Redshift.</summary>
/// <param name="schema">The schema of the tables and of the ledger.</param>
/// <param name="loads">The statements of loads.</param>
internal sealed class RedshiftArchiveSql(string schema, RedshiftLoadSql loads)
    : ArchiveSql("redshift/archive.sql", loads, new RedshiftWords(schema))
{
    private readonly RedshiftLoadSql _loads = loads;
    private readonly ArchivedTypes _types = new(new RedshiftWords(schema));

    /// <inheritdoc/>
    public override string HasLedger => Has(LedgerTable);

    /// <summary>Asks whether there is a list of attempts: a row if so, for <see cref="CheckAttempts"/>.</summary>
    public string HasAttempts => Has(AttemptsTable);

    /// <inheritdoc/>
    public override void CheckLedger(string warehouse, string?[] found, bool writes) => Check(warehouse, found, LedgerTable, writes);

    /// <summary>Refuses a list of attempts that this user may not write: only what is on it can be deleted later.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="found">The row of <see cref="HasAttempts"/>.</param>
    /// <exception cref="WarehouseException">A right is missing.</exception>
    public void CheckAttempts(string warehouse, string?[] found) => Check(warehouse, found, AttemptsTable, writes: true);

    /// <summary>Asks which policies hide values of a table.</summary>
    public string Masks(string table) => Sql.Statement("masks", ("schema", Catalogued(schema)), ("table", Catalogued(table)));

    /// <summary>Asks which policies hide rows of a table.</summary>
    public string RowPolicies(string table) =>
        Sql.Statement("row-policies", ("schema", Catalogued(schema)), ("table", Catalogued(table)));

    /// <summary>Asks who may read a table.</summary>
    public string Readers(string table) =>
        Sql.Statement("readers", ("schema", Catalogued(schema)), ("table", Catalogued(table)));

    /// <summary>Asks which other user owns a table.</summary>
    public string Owner(string table) => Sql.Statement("owner", ("schema", Catalogued(schema)), ("table", Catalogued(table)));

    /// <summary>Lets somebody read the ledger.</summary>
    /// <param name="kind">As the catalogue says it: <c>user</c>, <c>group</c>, <c>role</c> or <c>public</c>.</param>
    public string ShareLedger(string name, string kind) => Sql.Statement(
        "share-ledger", ("ledger", Ledger), ("reader", kind.ToUpperInvariant() switch
        {
            "PUBLIC" => "PUBLIC",
            "USER" => SqlText.Identifier(name),
            var other => $"{other} {SqlText.Identifier(name)}",
        }));

    /// <summary>What an administrator does so that a user may lock the load history.</summary>
    public string GrantLock(string user) => RedshiftRights.GrantLock(schema, user);

    /// <summary>Locks the load history against loads.</summary>
    public string Lock => _loads.LockHistory;

    /// <summary>Asks what has the name of a view.</summary>
    public string HasView(string view) => Sql.Statement("has-view", ("schema", Catalogued(schema)), ("view", Catalogued(view)));

    /// <summary>Whether the text of a view is that of a table's archive.</summary>
    /// <param name="definition">The view as the catalogue has it; NULL for none.</param>
    public bool IsViewOf(ArchivedTable table, string? definition) =>
        definition?.Contains(LedgerTable, StringComparison.OrdinalIgnoreCase) == true
        && definition.Contains($"table_name = {Words.Literal(table.Name)}", StringComparison.Ordinal);

    /// <summary>Whether the text of a view has the very query that it needs; blanks do not count.</summary>
    /// <param name="years">What is archived, and the external table of the next year.</param>
    public bool IsViewCurrent(ArchivedTable table, IReadOnlyList<ArchivedYear> years, string? definition) =>
        definition is not null && Squeeze(definition).Contains(Squeeze(ViewQuery(table, years)), StringComparison.Ordinal);

    /// <summary>Asks whether a schema exists: a row if so.</summary>
    public string HasSchema(string name) => Sql.Statement("has-schema", ("schema", Catalogued(name)));

    /// <summary>Creates an external schema, and its database in the catalogue.</summary>
    /// <param name="credentials">The role that reads the catalogue and the bucket.</param>
    public string CreateSchema(string name, CopyCredentials credentials) => Sql.Statement(
        "create-external-schema",
        ("schema", SqlText.Identifier(name)),
        ("database", Words.Literal(RedshiftWords.Fold(name))),
        ("authorization", _loads.Authorization(credentials)));

    /// <summary>Creates the external table of a table.</summary>
    public string CreateExternal(ArchivedTable table) => Sql.Statement(
        "create-external-table",
        ("table", External(table.ExternalSchema, ExternalNames.Of(table.Schema, table.Location))),
        ("columns", string.Join(",\n    ", table.Schema.Columns.Select(_types.Declare))),
        ("location", Words.Literal(table.Location)));

    /// <summary>Writes a year's rows to files.</summary>
    /// <param name="credentials">How UNLOAD is authorised.</param>
    /// <param name="region">The bucket's Region, if it differs from the warehouse's; NULL otherwise.</param>
    /// <param name="kmsKey">The key of AWS KMS; NULL for the bucket's own encryption.</param>
    public string Unload(ArchivedYear year, CopyCredentials credentials, string? region, string? kmsKey) => Sql.Statement(
        "unload",
        ("query", Words.Literal(UnloadedRows(year))),
        ("location", Words.Literal(year.Location)),
        ("options", string.Join("\n", Options(credentials, region, kmsKey))));

    /// <summary>The query whose rows UNLOAD writes.</summary>
    public string UnloadedRows(ArchivedYear year) => Sql.Statement(
        "unload-rows",
        ("values", string.Join(", ", year.Schema.Columns.Select(_types.Write))),
        ("table", Words.Table(year.Table)),
        ("rows", InYear(year)));

    /// <summary>Asks how many rows the last UNLOAD of a session has written.</summary>
    public string LastUnloadCount => Sql.Statement("last-unload-count");

    /// <summary>Shows a year's files in the external table. The view shows them only when the ledger has the year.</summary>
    public string AddPartition(ArchivedYear year) => Sql.Statement(
        "add-partition",
        ("table", External(year.ExternalSchema, year.ExternalTable)),
        ("year", SqlText.Number(year.Year)),
        ("id", Words.Literal(year.Id)),
        ("location", Words.Literal(year.Location)));

    /// <summary>Forgets the files of an attempt.</summary>
    public string DropPartition(ArchivedYear year, string id) => Sql.Statement(
        "drop-partition",
        ("table", External(year.ExternalSchema, year.ExternalTable)),
        ("year", SqlText.Number(year.Year)),
        ("id", Words.Literal(id)));

    /// <summary>Drops the view, so that another can have its name.</summary>
    public string DropView(ArchivedTable table) => Sql.Statement("drop-view", ("view", Words.Table(table.View)));

    /// <inheritdoc/>
    protected override string From(ArchivedYear year) => Sql.Statement(
        "files",
        ("values", string.Join(", ", year.Schema.Columns.Select(column => $"{_types.Read(column)} AS {Words.Column(column.Name)}"))),
        ("table", External(year.ExternalSchema, year.ExternalTable)),
        ("year", SqlText.Number(year.Year)),
        ("id", Words.Literal(year.Id)));

    /// <inheritdoc/>
    protected override IEnumerable<ViewBranch> Branches(IReadOnlyList<ArchivedYear> years) => years
        .GroupBy(year => (year.ExternalSchema, year.ExternalTable))
        .Select(same => new ViewBranch(same.First().Schema.Columns, Sql.Statement(
            "archived-part",
            ("table", External(same.Key.ExternalSchema, same.Key.ExternalTable)),
            ("ledger", Ledger),
            ("name", Words.Literal(same.First().Table)),
            ("external_schema", Words.Literal(same.Key.ExternalSchema)),
            ("external_table", Words.Literal(same.Key.ExternalTable))))
        {
            Value = _types.Read,
        });

    private IEnumerable<string> Options(CopyCredentials credentials, string? region, string? kmsKey)
    {
        yield return _loads.Authorization(credentials);
        yield return "FORMAT AS PARQUET";
        if (region is not null)
            yield return $"REGION {Words.Literal(region)}";
        if (kmsKey is not null)
            yield return $"KMS_KEY_ID {Words.Literal(kmsKey)} ENCRYPTED";
    }

    private static string Squeeze(string sql) => string.Join(' ', sql.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private string Catalogued(string name) => Words.Literal(RedshiftWords.Fold(name));

    private static string External(string schema, string table) => $"{SqlText.Identifier(schema)}.{SqlText.Identifier(table)}";

    private string Has(string table) =>
        Sql.Statement("has-ledger", ("schema", Catalogued(schema)), ("ledger_name", Words.Literal(table)));

    private void Check(string warehouse, string?[] found, string table, bool writes)
    {
        string[] rights = writes ? ["SELECT", "INSERT", "DELETE"] : ["SELECT"];
        var missing = string.Join(", ", rights.Where((_, i) => found[i + 2] is "f" or "false" or "False" or "0"));
        if (missing.Length > 0)
            throw RedshiftRights.Lacking(warehouse, found[1]!, missing, schema, table);
    }
}
