using Contabyx.Engine.Files;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>The statements of a load into the embedded warehouse, which reads the files itself.</summary>
internal sealed class DuckDbLoadSql() : LoadSql("duckdb/load.sql", new DuckDbWords())
{
    /// <summary>
    /// The most bytes of a row, as for COPY on Amazon Redshift (Database Developer Guide, COPY, usage notes).
    /// </summary>
    private const long MaxLineBytes = TargetLimits.RowBytes;

    /// <summary>The most bad rows of a table that are reported.</summary>
    public const int SurveyRows = 1000;

    /// <summary>Copies files into the staging table.</summary>
    /// <param name="files">The files' paths.</param>
    public string Copy(TableLoad load, IReadOnlyList<string> files)
    {
        var list = $"[{SqlText.Literals(files)}]";
        var expressions = string.Join(", ", load.Table.Columns.Select(column => Expression(column, load.Format)));
        return load.Format switch
        {
            FileFormat.Csv => Sql.Statement(
                "copy-csv",
                ("stage", Stage(load)),
                ("expressions", expressions),
                ("files", list),
                ("types", $"{{{string.Join(", ", load.Table.Columns.Select(FileColumn))}}}"),
                ("header_lines", SqlText.Number(load.HeaderLines)),
                ("null_marker", SqlText.Literal(load.NullMarker)),
                ("compression", SqlText.Literal(load.Compression.ToString().ToLowerInvariant())),
                ("rejects", load.MaxErrors > 0 ? Sql.Statement("rejects", ("limit", SqlText.Number(load.MaxErrors + 1))).TrimEnd() : ""),
                ("line_bytes", SqlText.Number(LineBytes(load.Table))),
                ("buffer_bytes", SqlText.Number(Math.Clamp(16 * LineBytes(load.Table), 1 << 20, 2 * MaxLineBytes)))),
            FileFormat.Parquet => Sql.Statement(
                "copy-parquet", ("stage", Stage(load)), ("expressions", expressions), ("files", list)),
        };
    }

    /// <summary>Finds the rows that the last copy of a connection left out.</summary>
    public string LoadErrors => Sql.Statement("load-errors");

    // The reader keeps buffers of many lines per thread, so it is told how long a line of this table can become.
    private static long LineBytes(TableSchema table) =>
        Math.Clamp(table.Columns.Sum(column => (2L * column.Type.Length) + 64), 1 << 16, MaxLineBytes);

    private string FileColumn(ColumnSchema column) =>
        $"{SqlText.Literal(column.Name)}: {SqlText.Literal(IsHex(column) ? "VARCHAR" : Words.TypeOf(column.Type))}";

    private string Expression(ColumnSchema column, FileFormat format) =>
        RowFormats.Of(format).IsText && IsHex(column) ? $"unhex({Words.Column(column.Name)})" : Words.Column(column.Name);

    private static bool IsHex(ColumnSchema column) => column.Type.Kind == ColumnKind.Binary;
}
