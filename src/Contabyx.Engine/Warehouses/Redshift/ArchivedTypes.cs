using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// How Parquet files hold the types that external tables do not have ("CREATE EXTERNAL TABLE", Amazon Redshift Database Developer
/// Guide): bytes and times of day as text, times with a zone as times of UTC.
/// </summary>
/// <param name="words">How names and types are written.</param>
internal sealed class ArchivedTypes(RedshiftWords words)
{
    private const int MostBytes = TargetLimits.TextBytes / 2;
    private const int TimeCharacters = 15;

    /// <summary>Why files cannot hold a table, each reason in words.</summary>
    public static IEnumerable<string> Problems(TableSchema table) => table.Columns.Select(column => column switch
    {
        { IsSuper: true } => $"{column.Name} is SUPER, which Parquet files cannot hold",
        { Refusal: { } refusal } => $"{column.Name}: {refusal}",
        { Type: { Kind: ColumnKind.Binary, Length: > MostBytes } } => string.Create(
            CultureInfo.InvariantCulture,
            $"{column.Name} is {column.Type}, and external tables hold no more than {MostBytes} bytes as hexadecimal digits"),
        _ => null,
    }).OfType<string>();

    /// <summary>The column of an external table.</summary>
    public string Declare(ColumnSchema column) => $"{words.Column(column.Name)} " + column.Type.Kind switch
    {
        ColumnKind.Binary => words.TypeOf(ColumnType.Text(2 * column.Type.Length)),
        ColumnKind.Time => words.TypeOf(ColumnType.Text(TimeCharacters)),
        ColumnKind.TimestampTz => words.TypeOf(ColumnType.Of(ColumnKind.Timestamp)),
        _ => words.TypeOf(column.Type),
    };

    /// <summary>The value that is written.</summary>
    public string Write(ColumnSchema column)
    {
        var name = words.Column(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Binary => $"to_hex({name}) AS {name}",
            ColumnKind.Time => $"CAST({name} AS {words.TypeOf(ColumnType.Text(TimeCharacters))}) AS {name}",
            ColumnKind.TimestampTz => $"{name} AT TIME ZONE 'UTC' AS {name}",
            _ => name,
        };
    }

    /// <summary>The value that was written, of the column's type.</summary>
    public string Read(ColumnSchema column)
    {
        var name = words.Column(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Binary => $"CAST(from_hex({name}) AS {words.TypeOf(column.Type)})",
            ColumnKind.Time => $"CAST({name} AS TIME)",
            ColumnKind.TimestampTz => $"{name} AT TIME ZONE 'UTC'",
            _ => name,
        };
    }
}
