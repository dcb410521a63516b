using System.Globalization;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// Writes every statement of a load for a warehouse. It is pure: the same load gives the same text. The statements are in a
/// file of the <c>sql</c> folder, under the same names for every warehouse.
/// </summary>
/// <param name="file">The file, such as <c>duckdb/load.sql</c>.</param>
/// <param name="words">How this warehouse writes values and types.</param>
internal abstract class LoadSql(string file, ISqlWords words)
{
    public const string HistoryTable = "contabyx_load_history";

    /// <summary>The columns of the history that older versions did not create.</summary>
    public static readonly IReadOnlyList<string> WatermarkColumns = ["watermark_column", "watermark"];

    // A query of Amazon Redshift returns at most 1,664 columns, like one of PostgreSQL.
    private const int MostFigures = TargetLimits.QueryColumns;

    /// <summary>The statements.</summary>
    protected SqlFile Sql { get; } = SqlFile.Load(file);

    /// <summary>How this warehouse writes values and types.</summary>
    protected ISqlWords Words { get; } = words;

    /// <summary>The statements that divide tables.</summary>
    public BucketSql Buckets => new(Sql, Words);

    /// <summary>The history's name as it appears in statements.</summary>
    public string History => Words.Table(HistoryTable);

    /// <summary>Creates the load history if it is missing.</summary>
    public string CreateHistory => Sql.Statement("create-history", ("history", History));

    /// <summary>Reads the earlier loads among which <see cref="EarlierLoad"/> chooses, the latest first.</summary>
    public string FindEarlier(TableLoad load) => Sql.Statement(
        "find-earlier",
        ("history", History),
        ("table", Words.Literal(load.Table.Name)),
        ("run", Words.Literal(load.Run)),
        ("hash", Words.Literal(load.ContentHash)),
        ("mode", Words.Literal(load.Mode.ToString())),
        ("repeats", load.Sync is null ? "true" : "false"));

    /// <summary>Finds a later run whose rows this load may overwrite.</summary>
    /// <param name="first">The smallest staged key; NULL for none.</param>
    /// <param name="last">The largest staged key; NULL for none.</param>
    public string NewerRun(TableLoad load, long? first, long? last) => Sql.Statement(
        "newer-run",
        ("history", History),
        ("table", Words.Literal(load.Table.Name)),
        ("run", Words.Literal(load.Run)),
        ("begun", RunId.TimeOf(load.Run) is { } begun ? SqlText.Moment(begun) : SqlText.Moment(DateTimeOffset.UnixEpoch)),
        ("replaces", load.Mode is LoadMode.Replace or LoadMode.Differences ? "true" : "false"),
        ("first", SqlText.Number(first)),
        ("last", SqlText.Number(last)));

    /// <summary>Reads the history, the latest first.</summary>
    public string ReadHistory(string? run) => Sql.Statement(
        "history", ("history", History), ("filter", run is null ? "true" : $"h.run_id = {Words.Literal(run)}"));

    /// <summary>Reads the history of the runs whose names do not sort before a name, the latest first.</summary>
    public string ReadHistoryFrom(string first) => Sql.Statement(
        "history", ("history", History), ("filter", $"h.run_id >= {Words.Literal(first)}"));

    /// <summary>Creates the staging table.</summary>
    public string CreateStage(TableLoad load) => Sql.Statement(
        "create-stage",
        ("stage", Stage(load)),
        ("columns", string.Join(", ", load.Table.Columns.Select(c => $"{Words.Column(c.Name)} {Words.TypeOf(c.Type)}"))));

    /// <summary>
    /// Computes the control totals of the staged rows, in several queries if the table is wide: see
    /// <see cref="ParseTotals"/>.
    /// </summary>
    public IReadOnlyList<string> StagedTotals(TableLoad load) => Totals(load.Table, Stage(load), "");

    /// <summary>Computes the control totals of a table's rows in the same way.</summary>
    public IReadOnlyList<string> TableTotals(TableSchema table, KeyRange? range) =>
        Totals(table, Words.Table(table.Name), range is { } keys
            ? Sql.Statement(
                "in-range",
                ("key", Words.Column(table.Columns[table.RangeKey].Name)),
                ("first", SqlText.Number(keys.First)),
                ("last", SqlText.Number(keys.Last)))
            : "");

    /// <summary>Counts the control totals of all rows that are not marked as deleted.</summary>
    /// <param name="deletedAt">The column that marks deleted rows.</param>
    public IReadOnlyList<string> LiveTotals(TableSchema table, string deletedAt) =>
        Totals(table, Words.Table(table.Name), $"WHERE {Buckets.IsLive(deletedAt)}");

    /// <summary>Reads the results of the queries for totals.</summary>
    /// <param name="row">The single row of each query, one by one.</param>
    public static TableTotals ParseTotals(TableSchema table, IReadOnlyList<string?> row)
    {
        var next = 0;
        var rows = Number(row[next++])!.Value;
        var (first, last) = table.RangeKey >= 0 ? (Number(row[next++]), Number(row[next++])) : (null, null);
        var fingerprint = row[next++];
        var columns = new List<ColumnTotals>();
        foreach (var column in table.Columns)
        {
            var count = Number(row[next++])!.Value;
            var sum = SumRules.For(column.Type) == SumRule.None ? null : row[next++];
            columns.Add(new ColumnTotals(column.Name, count, sum));
        }

        return new TableTotals(rows, first, last, columns) { Fingerprint = fingerprint };
    }

    /// <summary>The loads of a table that have a watermark, or brought all of its rows; the latest first.</summary>
    public string ReadWatermarks(string table, int limit) => Sql.Statement(
        "watermarks", ("history", History), ("table", Words.Literal(table)), ("limit", SqlText.Number(limit)));

    /// <summary>Adds a column to a history that an older version created.</summary>
    /// <param name="column">The column.</param>
    public string AddWatermark(string column) =>
        Sql.Statement("add-watermark", ("history", History), ("column", Words.Column(column)));

    /// <summary>Finds the largest value of the watermark's column, up to that of the run.</summary>
    public string Watermark(TableLoad load)
    {
        var column = load.Table.Columns.First(column => column.Name == load.Sync!.WatermarkColumn);
        return Sql.Statement(
            "watermark",
            ("value", Words.TextOf(column)),
            ("column", Words.Column(column.Name)),
            ("table", Target(load)),
            ("most", Words.Literal(load.Sync!.Watermark!)),
            ("type", Words.TypeOf(column.Type)));
    }

    /// <summary>Asks whether the table has any row with a key in the staged range.</summary>
    public string Overlap(TableLoad load, long? first, long? last) => load.Table.RangeKey < 0 || first is null
        ? Sql.Statement("any-row", ("table", Target(load)))
        : Sql.Statement(
            "overlap",
            ("table", Target(load)),
            ("key", Words.Column(load.Table.Columns[load.Table.RangeKey].Name)),
            ("first", SqlText.Number(first)),
            ("last", SqlText.Number(last)));

    /// <summary>Deletes the rows whose keys are staged.</summary>
    public string MergeDelete(TableLoad load) => Sql.Statement(
        "merge-delete", ("table", Target(load)), ("stage", Stage(load)), ("match", SameKey(load)));

    /// <summary>Counts the rows whose keys are staged.</summary>
    public string CountMatches(TableLoad load) => Sql.Statement(
        "count-matches", ("table", Target(load)), ("stage", Stage(load)), ("match", SameKey(load)));

    /// <summary>Deletes all rows. Never TRUNCATE, which commits on Amazon Redshift.</summary>
    public string ReplaceDelete(TableLoad load) => Sql.Statement("replace-delete", ("table", Target(load)));

    /// <summary>Inserts the staged rows.</summary>
    public string Insert(TableLoad load) => Sql.Statement(
        "insert",
        ("table", Target(load)),
        ("stage", Stage(load)),
        ("columns", string.Join(", ", load.Table.Columns.Select(column => Words.Column(column.Name)))),
        ("values", string.Join(", ", load.Table.Columns.Select(Words.FromStage))));

    /// <summary>Drops the staging table.</summary>
    public string DropStage(TableLoad load) => Sql.Statement("drop-stage", ("stage", Stage(load)));

    /// <summary>Records a load in the history.</summary>
    public string Record(LoadRecord record) => Sql.Statement(
        "record",
        ("history", History),
        ("run", Words.Literal(record.Run)),
        ("table", Words.Literal(record.Table)),
        ("mode", Words.Literal(record.Mode.ToString())),
        ("hash", Words.Literal(record.ContentHash)),
        ("rows", SqlText.Number(record.Rows)),
        ("bytes", SqlText.Number(record.Bytes)),
        ("files", SqlText.Number(record.Files)),
        ("first_key", SqlText.Number(record.FirstKey)),
        ("last_key", SqlText.Number(record.LastKey)),
        ("proof", Words.Literal(record.Proof.ToString())),
        ("watermark_columns", record.Watermark is null ? "" : $", {string.Join(", ", WatermarkColumns)}"),
        ("watermark", record.Watermark is null
            ? ""
            : $", {Words.Literal(record.WatermarkColumn!)}, {Words.Literal(record.Watermark)}"),
        ("loaded_at", SqlText.Moment(record.LoadedAt)));

    /// <summary>The queries that run after the rows are loaded, for review.</summary>
    public IReadOnlyList<string> Confirm(TableLoad load)
    {
        IReadOnlyList<string> totals = load.Sync switch
        {
            { Whole: not null, DeletedAtColumn: { } column } => LiveTotals(load.Table, column),
            { Whole: not null } => TableTotals(load.Table, null),
            _ => [],
        };
        return load.Sync?.Watermark is null ? totals : [.. totals, Watermark(load)];
    }

    /// <summary>The statements that apply the staged rows to the table, for review.</summary>
    /// <param name="record">The row of the history, which has the smallest and the largest key.</param>
    public IReadOnlyList<string> Apply(TableLoad load, LoadRecord record)
    {
        var newer = NewerRun(load, record.FirstKey, record.LastKey);
        var overlap = Overlap(load, record.FirstKey, record.LastKey);
        var room = (load.Mode, load.Sync?.Deletes) switch
        {
            (LoadMode.Replace, _) => [newer, ReplaceDelete(load)],
            (LoadMode.Merge, _) => [newer, overlap, MergeDelete(load)],
            (LoadMode.Differences, DeletedRows.Keep) => [newer, MergeDelete(load)],
            (LoadMode.Differences, DeletedRows.Mark) => [newer, MergeDelete(load), Buckets.Mark(load)],
            (LoadMode.Differences, _) => [newer, Buckets.Delete(load)],
            _ => load.Table.Key.Count == 0 ? [] : (string[])[overlap, CountMatches(load)],
        };
        return [.. room, Insert(load), DropStage(load)];
    }

    /// <summary>Reads the result of the span query.</summary>
    public static (long Rows, KeyRange? Keys) ParseSpan(string?[] row) =>
        (Number(row[0])!.Value, Number(row[1]) is { } first && Number(row[2]) is { } last ? new KeyRange(first, last) : null);

    /// <summary>Reads a row of the history.</summary>
    public static LoadRecord ParseRecord(string?[] row) => new(
        row[0]!,
        row[1]!,
        Enum.Parse<LoadMode>(row[2]!),
        row[3]!,
        Number(row[4])!.Value,
        Number(row[5])!.Value,
        (int)Number(row[6])!.Value,
        Number(row[7]),
        Number(row[8]),
        Enum.Parse<LoadProof>(row[9]!),
        DateTimeOffset.Parse(row[10]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
    {
        WatermarkColumn = row.ElementAtOrDefault(11),
        Watermark = row.ElementAtOrDefault(12),
    };

    /// <summary>The staging table's name as it appears in statements.</summary>
    protected string Stage(TableLoad load) => Words.Column("contabyx_stage_" + load.Table.Name);

    private string Target(TableLoad load) => Words.Table(load.Table.Name);

    /// <summary>Computes the control totals of rows from anywhere.</summary>
    /// <param name="from">What follows FROM.</param>
    /// <param name="where">The condition, with WHERE; empty for none.</param>
    public IReadOnlyList<string> TotalsOf(TableSchema table, string from, string where) => Totals(table, from, where);

    private List<string> Totals(TableSchema table, string from, string where) =>
    [
        .. Figures(table).Chunk(MostFigures).Select(figures => Sql.Statement(
            "totals", ("figures", string.Join(", ", figures)), ("from", from), ("where", where)).TrimEnd()),
    ];

    private IEnumerable<string> Figures(TableSchema table)
    {
        yield return "count(*)";
        if (table.RangeKey >= 0)
        {
            var key = Words.Column(table.Columns[table.RangeKey].Name);
            yield return $"min({key})";
            yield return $"max({key})";
        }

        yield return $"CAST(coalesce(sum({new FingerprintSql(Words).Row(table.Columns)}), 0) AS VARCHAR)";
        foreach (var column in table.Columns)
        {
            yield return $"count({Words.Column(column.Name)})";
            if (SumRules.For(column.Type) != SumRule.None)
                yield return $"CAST(sum({Words.Summand(column)}) AS VARCHAR)";
        }
    }

    private string SameKey(TableLoad load) => string.Join(
        " AND ", load.Table.Key.Select(Words.Column).Select(key => $"{Target(load)}.{key} = {Stage(load)}.{key}"));

    private static long? Number(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
