using System.Globalization;
using Contabyx.Engine.Connections.Settings;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Asks the server which columns a query returns, and whether it accepts a predicate. No row is read.</summary>
internal static class MySqlQuery
{
    /// <summary>Describes a query.</summary>
    /// <param name="connection">An idle connection.</param>
    /// <param name="relation">The query.</param>
    /// <exception cref="TableRefusedException">The server refuses it.</exception>
    /// <exception cref="SourceException">The server cannot answer.</exception>
    public static async Task<MySqlTable> DescribeAsync(
        MySqlConnection connection, ServerAddress address, SourceRelation relation, bool tinyIntAsBoolean, CancellationToken cancellation)
    {
        var schema = new TableSchema(relation.Name, [], []) { Relation = relation };
        var columns = await TryAsync(
            () => ReadColumnsAsync(connection, $"SELECT * FROM {MySqlTable.FromOf(schema)} LIMIT 0", cancellation),
            relation.Name, "query", address, cancellation).ConfigureAwait(false);
        schema = schema with { Columns = [.. columns.Select(column => MySqlTypes.Map(column, tinyIntAsBoolean))] };
        return new MySqlTable(schema, columns, "", null, MySqlSession.IsMariaDb(connection));
    }

    /// <summary>Refuses a predicate that the server does not accept.</summary>
    /// <exception cref="TableRefusedException">The server refuses it.</exception>
    /// <exception cref="SourceException">The server cannot answer.</exception>
    public static Task CheckPredicateAsync(
        MySqlConnection connection, ServerAddress address, TableSchema table, CancellationToken cancellation) => TryAsync(
            () => connection.QueryAsync(
                $"SELECT 1 FROM {MySqlTable.FromOf(table)} WHERE {MySqlTable.PredicateOf(table)} LIMIT 0", cancellation),
            table.Name, "predicate (-Where)", address, cancellation);

    private static async Task<IReadOnlyList<MySqlColumn>> ReadColumnsAsync(
        MySqlConnection connection, string sql, CancellationToken cancellation)
    {
        var command = new MySqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
                return [.. (await reader.GetColumnSchemaAsync(cancellation).ConfigureAwait(false)).Cast<MySqlDbColumn>().Select(Column)];
        }
    }

    private static async Task<T> TryAsync<T>(
        Func<Task<T>> work, string table, string what, ServerAddress address, CancellationToken cancellation)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            cancellation.ThrowIfCancellationRequested();
            var failure = MySqlErrors.Source(address, e, $"Nothing of {table} was exported.");
            if (failure.MayRetry)
                throw failure;
            throw new TableRefusedException(
                table, $"the server refuses its {what}: {MySqlErrors.Reason(e).TrimEnd('.')}.",
                $"Correct the {what}. It must be in the SQL of the source.");
        }
    }

    // The result's texts are utf8mb4, whatever they are in their tables. Whether a column can be NULL is not reliable:
    // after an outer join it can, for example.
    private static MySqlColumn Column(MySqlDbColumn column)
    {
        var (type, unsigned) = TypeOf(column.ProviderType);
        var size = Math.Max(column.ColumnSize ?? 0, 1);
        var digits = type == "decimal" ? column.NumericPrecision ?? 10 : size;
        var full = type switch
        {
            "decimal" => string.Create(CultureInfo.InvariantCulture, $"decimal({digits},{column.NumericScale ?? 0})"),
            "tinyint" or "bit" => string.Create(CultureInfo.InvariantCulture, $"{type}({size})"),
            _ => type,
        };
        return new MySqlColumn(
            column.ColumnName, type, unsigned ? full + " unsigned" : full, Nullable: true, Characters: size, Octets: size,
            Digits: digits, Scale: column.NumericScale ?? 0, Fraction: column.NumericScale is > 0 and <= 6 ? column.NumericScale : 0,
            CharacterSet: "utf8mb4");
    }

    // All kinds of text are treated alike here: the result of a query has no storage size.
    private static (string Type, bool Unsigned) TypeOf(MySqlDbType type) => type switch
    {
        MySqlDbType.Bool or MySqlDbType.Byte => ("tinyint", false),
        MySqlDbType.UByte => ("tinyint", true),
        MySqlDbType.Int16 => ("smallint", false),
        MySqlDbType.UInt16 => ("smallint", true),
        MySqlDbType.Int24 => ("mediumint", false),
        MySqlDbType.UInt24 => ("mediumint", true),
        MySqlDbType.Int32 => ("int", false),
        MySqlDbType.UInt32 => ("int", true),
        MySqlDbType.Int64 => ("bigint", false),
        MySqlDbType.UInt64 => ("bigint", true),
        MySqlDbType.Decimal or MySqlDbType.NewDecimal => ("decimal", false),
        MySqlDbType.Float => ("float", false),
        MySqlDbType.Double => ("double", false),
        MySqlDbType.Date or MySqlDbType.Newdate => ("date", false),
        MySqlDbType.DateTime => ("datetime", false),
        MySqlDbType.Timestamp => ("timestamp", false),
        MySqlDbType.Time => ("time", false),
        MySqlDbType.Year => ("year", false),
        MySqlDbType.Bit => ("bit", false),
        MySqlDbType.JSON => ("json", false),
        MySqlDbType.Geometry => ("geometry", false),
        MySqlDbType.Vector => ("vector", false),
        MySqlDbType.Binary or MySqlDbType.VarBinary => ("varbinary", false),
        MySqlDbType.TinyBlob or MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob => ("longblob", false),
        MySqlDbType.VarChar or MySqlDbType.VarString or MySqlDbType.String or MySqlDbType.Enum or MySqlDbType.Set
            or MySqlDbType.TinyText or MySqlDbType.Text or MySqlDbType.MediumText or MySqlDbType.LongText => ("varchar", false),
        _ => (type.ToString().ToLowerInvariant(), false),
    };
}
