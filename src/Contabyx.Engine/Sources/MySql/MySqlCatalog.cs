using System.Globalization;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Reads which tables a MySQL database has.</summary>
internal static class MySqlCatalog
{
    private static readonly SqlFile Sql = SqlFile.Load("mysql/catalog.sql");

    /// <summary>The tables and views, ordered by name, without the two tables that note the batches.</summary>
    /// <param name="connection">An open connection to the database.</param>
    /// <param name="books">
    /// The tables of the books. One that has the columns which the source's script creates is read as such: its texts
    /// are as short in bytes as the generator makes them.
    /// </param>
    /// <param name="tinyIntAsBoolean">Whether <c>TINYINT(1)</c> is a boolean.</param>
    public static async Task<IReadOnlyList<MySqlTable>> ReadAsync(
        MySqlConnection connection,
        IReadOnlyList<TableSchema> books,
        bool tinyIntAsBoolean,
        CancellationToken cancellation)
    {
        var tables = await connection.QueryAsync(Sql.Statement("tables"), cancellation).ConfigureAwait(false);
        var columns = (await connection.QueryAsync(Sql.Statement("columns"), cancellation).ConfigureAwait(false))
            .ToLookup(row => row[0]!, Column, StringComparer.Ordinal);
        var keys = (await connection.QueryAsync(Sql.Statement("keys"), cancellation).ConfigureAwait(false))
            .ToLookup(row => row[0]!, row => row[1]!, StringComparer.Ordinal);
        var isMariaDb = MySqlSession.IsMariaDb(connection);
        return
        [
            .. tables.OrderBy(row => row[0], StringComparer.Ordinal).Select(row =>
            {
                MySqlColumn[] found = [.. columns[row[0]!]];
                var isView = row[3] == "VIEW";
                var schema = new TableSchema(
                    row[0]!,
                    [.. found.Select(column => MySqlTypes.Map(isView ? column with { Nullable = true } : column, tinyIntAsBoolean))],
                    [.. keys[row[0]!]]);
                // The comment of a view is always "VIEW".
                var comment = isView || string.IsNullOrEmpty(row[5]) ? null : row[5];
                return new MySqlTable(WithComments(AsBooks(schema, books), found, comment), found, row[1] ?? "",
                    isView ? null : Number(row[2]), isMariaDb)
                {
                    IsView = isView, Bytes = isView ? null : Number(row[4]),
                };
            }),
        ];
    }

    /// <summary>Objects that are not tables, ordered by name: views, and the sequences of MariaDB.</summary>
    /// <param name="connection">An open connection to the database.</param>
    public static async Task<IReadOnlyList<SourceObject>> ReadOthersAsync(
        MySqlConnection connection, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync(Sql.Statement("others"), cancellation).ConfigureAwait(false)).Select(row =>
            new SourceObject(row[0]!, row[1]!.Contains("VIEW", StringComparison.Ordinal) ? "view" : row[1]!.ToLowerInvariant()))];

    // A server on Windows may have changed the names to lower case (lower_case_table_names).
    private static TableSchema AsBooks(TableSchema table, IReadOnlyList<TableSchema> books)
    {
        var book = books.FirstOrDefault(book => book.Name.Equals(table.Name, StringComparison.OrdinalIgnoreCase));
        return book is not null && book.Key.SequenceEqual(table.Key)
            && book.Columns.Select(Widened).SequenceEqual(table.Columns) ? book : table;
    }

    // Only now, because a table of the books is recognised by its columns.
    private static TableSchema WithComments(TableSchema table, IReadOnlyList<MySqlColumn> columns, string? comment) =>
        comment is null && columns.All(column => column.Comment is null) ? table : table with
        {
            Comment = comment,
            Columns = [.. table.Columns.Zip(columns, (column, found) => column with { Comment = found.Comment })],
        };

    // The script gives each text as many characters as the books have bytes, and a character has up to four.
    private static ColumnSchema Widened(ColumnSchema column) => column.Type.Kind == ColumnKind.Text
        ? column with { Type = ColumnType.Text(column.Type.Length * 4) }
        : column;

    private static MySqlColumn Column(string?[] row) => new(
        row[1]!,
        row[2]!.ToLowerInvariant(),
        row[3]!.ToLowerInvariant(),
        row[10] == "YES",
        Number(row[4]),
        Number(row[5]),
        (int?)Number(row[6]),
        (int?)Number(row[7]),
        (int?)Number(row[8]),
        row[9],
        row[11] ?? "")
    {
        Comment = string.IsNullOrEmpty(row[12]) ? null : row[12],
    };

    private static long? Number(string? text) =>
        text is null ? null : (long)Math.Min(decimal.Parse(text, CultureInfo.InvariantCulture), long.MaxValue);
}
