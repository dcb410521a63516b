using System.Globalization;

namespace Contabyx.Engine;

/// <summary>
/// Writes every statement of a load into the embedded warehouse. Pure: the same load gives the same text.
/// </summary>
internal static class DuckDbLoadSql
{
    /// <summary>The history's columns in the order of <see cref="LoadRecord"/>'s parameters.</summary>
    private const string HistoryColumns =
        "h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count, " +
        "h.first_key, h.last_key, h.proof, strftime(h.loaded_at, '%Y-%m-%d %H:%M:%S.%f')";

    /// <summary>
    /// The most bytes of a row, as for COPY on Amazon Redshift (Database Developer Guide, COPY, usage notes).
    /// </summary>
    private const long MaxLineBytes = 4 << 20;

    private static readonly SqlFile Sql = SqlFile.Load("duckdb/load.sql");

    /// <summary>Creates the load history where it is missing.</summary>
    public static string CreateHistory => Sql.Statement("create-history");

    /// <summary>Finds an earlier load of the same rows that still stands.</summary>
    public static string FindEarlier(TableLoad load) => Sql.Statement(
        "find-earlier",
        ("columns", HistoryColumns),
        ("table", SqlText.Literal(load.Table.Name)),
        ("run", SqlText.Literal(load.Run)),
        ("hash", SqlText.Literal(load.ContentHash)),
        ("mode", SqlText.Literal(load.Mode.ToString())));

    /// <summary>Finds a later run whose rows this load may overwrite.</summary>
    public static string NewerRun(TableLoad load, TableTotals staged) => Sql.Statement(
        "newer-run",
        ("table", SqlText.Literal(load.Table.Name)),
        ("run", SqlText.Literal(load.Run)),
        ("replaces", load.Mode == LoadMode.Replace ? "true" : "false"),
        ("first", SqlText.Number(staged.FirstKey)),
        ("last", SqlText.Number(staged.LastKey)));

    /// <summary>Reads the history, the latest first.</summary>
    public static string History(string? run) => Sql.Statement(
        "history", ("columns", HistoryColumns), ("filter", run is null ? "true" : $"h.run_id = {SqlText.Literal(run)}"));

    /// <summary>Makes the staging table.</summary>
    public static string CreateStage(TableLoad load) => Sql.Statement(
        "create-stage",
        ("stage", Stage(load)),
        ("columns", string.Join(", ", load.Table.Columns.Select(c => $"{Name(c)} {DuckDbTypes.ToDuckDb(c.Type)}"))));

    /// <summary>Copies files into the staging table.</summary>
    /// <param name="load">The load.</param>
    /// <param name="files">The files' paths, or one slot in words where they are not known yet.</param>
    public static string Copy(TableLoad load, IReadOnlyList<string> files)
    {
        var list = $"[{SqlText.Literals(files)}]";
        var expressions = string.Join(", ", load.Table.Columns.Select(column => Expression(column, load.Format)));
        if (load.Format == FileFormat.Parquet)
            return Sql.Statement("copy-parquet", ("stage", Stage(load)), ("expressions", expressions), ("files", list));
        return Sql.Statement(
            "copy-csv",
            ("stage", Stage(load)),
            ("expressions", expressions),
            ("files", list),
            ("types", $"{{{string.Join(", ", load.Table.Columns.Select(FileColumn))}}}"),
            ("header_lines", SqlText.Number(load.HeaderLines)),
            ("null_marker", SqlText.Literal(load.NullMarker)),
            ("compression", SqlText.Literal(load.Compression.ToString().ToLowerInvariant())),
            ("line_bytes", SqlText.Number(LineBytes(load.Table))),
            ("buffer_bytes", SqlText.Number(Math.Clamp(16 * LineBytes(load.Table), 1 << 20, 2 * MaxLineBytes))));
    }

    /// <summary>Counts the control totals of the staged rows: see <see cref="ParseTotals"/> for the order.</summary>
    public static string Totals(TableLoad load)
    {
        var figures = new List<string>();
        if (load.Table.RangeKey >= 0)
            figures.AddRange(
                ((string[])["min", "max"]).Select(f => $"{f}({Name(load.Table.Columns[load.Table.RangeKey])})"));
        foreach (var column in load.Table.Columns)
        {
            figures.Add($"count({Name(column)})");
            if (SumRules.For(column.Type) != SumRule.None)
                figures.Add($"CAST(sum({Summand(column)}) AS VARCHAR)");
        }

        return Sql.Statement("totals", ("figures", string.Join(", ", figures)), ("stage", Stage(load)));
    }

    /// <summary>Reads the one row that <see cref="Totals"/> gives.</summary>
    public static TableTotals ParseTotals(TableSchema table, string?[] row)
    {
        var next = 0;
        var rows = Number(row[next++])!.Value;
        var (first, last) = table.RangeKey >= 0 ? (Number(row[next++]), Number(row[next++])) : (null, null);
        var columns = new List<ColumnTotals>();
        foreach (var column in table.Columns)
        {
            var count = Number(row[next++])!.Value;
            var sum = SumRules.For(column.Type) == SumRule.None ? null : row[next++];
            columns.Add(new ColumnTotals(column.Name, count, sum));
        }

        return new TableTotals(rows, first, last, columns);
    }

    /// <summary>Asks whether the table has any row with a key in the staged range.</summary>
    public static string Overlap(TableLoad load, long? first, long? last) => load.Table.RangeKey < 0 || first is null
        ? Sql.Statement("any-row", ("table", Target(load)))
        : Sql.Statement(
            "overlap",
            ("table", Target(load)),
            ("key", Name(load.Table.Columns[load.Table.RangeKey])),
            ("first", SqlText.Number(first)),
            ("last", SqlText.Number(last)));

    /// <summary>Deletes the rows whose keys are staged.</summary>
    public static string MergeDelete(TableLoad load) => Sql.Statement(
        "merge-delete", ("table", Target(load)), ("stage", Stage(load)), ("match", SameKey(load)));

    /// <summary>Counts the rows whose keys are staged.</summary>
    public static string CountMatches(TableLoad load) => Sql.Statement(
        "count-matches", ("table", Target(load)), ("stage", Stage(load)), ("match", SameKey(load)));

    /// <summary>Deletes all rows. Never TRUNCATE, which commits on Amazon Redshift.</summary>
    public static string ReplaceDelete(TableLoad load) => Sql.Statement("replace-delete", ("table", Target(load)));

    /// <summary>Inserts the staged rows.</summary>
    public static string Insert(TableLoad load) => Sql.Statement(
        "insert",
        ("table", Target(load)),
        ("stage", Stage(load)),
        ("columns", SqlText.Identifiers(load.Table.Columns.Select(column => column.Name))));

    /// <summary>Drops the staging table.</summary>
    public static string DropStage(TableLoad load) => Sql.Statement("drop-stage", ("stage", Stage(load)));

    /// <summary>Notes a load in the history.</summary>
    public static string Record(LoadRecord record) => Sql.Statement(
        "record",
        ("run", SqlText.Literal(record.Run)),
        ("table", SqlText.Literal(record.Table)),
        ("mode", SqlText.Literal(record.Mode.ToString())),
        ("hash", SqlText.Literal(record.ContentHash)),
        ("rows", SqlText.Number(record.Rows)),
        ("bytes", SqlText.Number(record.Bytes)),
        ("files", SqlText.Number(record.Files)),
        ("first_key", SqlText.Number(record.FirstKey)),
        ("last_key", SqlText.Number(record.LastKey)),
        ("proof", SqlText.Literal(record.Proof.ToString())),
        ("loaded_at", SqlText.Moment(record.LoadedAt)));

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
        DateTimeOffset.Parse(row[10]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    // The reader keeps buffers of many lines per thread, so it is told how long a line of this table can become.
    private static long LineBytes(TableSchema table) =>
        Math.Clamp(table.Columns.Sum(column => (2L * column.Type.Length) + 64), 1 << 16, MaxLineBytes);

    private static string SameKey(TableLoad load) => string.Join(
        " AND ", load.Table.Key.Select(SqlText.Identifier).Select(key => $"{Target(load)}.{key} = {Stage(load)}.{key}"));

    private static string Target(TableLoad load) => SqlText.Identifier(load.Table.Name);

    private static string Stage(TableLoad load) => SqlText.Identifier("contabyx_stage_" + load.Table.Name);

    private static string Name(ColumnSchema column) => SqlText.Identifier(column.Name);

    private static long? Number(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static string FileColumn(ColumnSchema column) =>
        $"{SqlText.Literal(column.Name)}: {SqlText.Literal(IsHex(column) ? "VARCHAR" : DuckDbTypes.ToDuckDb(column.Type))}";

    private static string Expression(ColumnSchema column, FileFormat format) =>
        format == FileFormat.Csv && IsHex(column) ? $"unhex({Name(column)})" : Name(column);

    private static bool IsHex(ColumnSchema column) => column.Type.Kind == ColumnKind.Binary;

    private static string Summand(ColumnSchema column) => (SumRules.For(column.Type), column.Type.Kind) switch
    {
        (SumRule.Bytes, ColumnKind.Binary) => $"octet_length({Name(column)})",
        (SumRule.Bytes, _) => $"strlen({Name(column)})",
        (SumRule.Microseconds, ColumnKind.Date) => $"CAST(epoch_us(CAST({Name(column)} AS TIMESTAMP)) AS HUGEINT)",
        (SumRule.Microseconds, _) => $"CAST(epoch_us({Name(column)}) AS HUGEINT)",
        (SumRule.Remainder, _) => string.Create(
            CultureInfo.InvariantCulture,
            $"CAST({Name(column)} % {SumRules.Modulus} AS DECIMAL({10 + column.Type.Scale},{column.Type.Scale}))"),
        (_, ColumnKind.Boolean) => $"CAST({Name(column)} AS INTEGER)",
        _ => Name(column),
    };
}
