using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Reads the result of one statement into blocks.</summary>
/// <param name="zeroDates">How to handle dates that are not in the calendar.</param>
internal sealed class MySqlBlocks(MySqlTable table, ZeroDatePolicy zeroDates)
{
    // A block of long texts ends early, so that memory does not grow with the width of rows.
    private const int FullBytes = 1 << 20;

    private readonly MySqlField[] _fields =
        [.. table.Columns.Zip(table.Schema.Columns, (column, schema) => MySqlFields.Of(column, schema.Type, zeroDates))];

    private readonly int _bytesPerRow = table.Schema.Columns.Sum(column => column.Type.Storage switch
    {
        ColumnStorage.Wide => 17,
        ColumnStorage.Bytes => 5,
        _ => 9,
    });

    /// <summary>The statement that reads the table in the order of its key.</summary>
    /// <param name="inRange">Whether only rows with keys from <c>@first</c> to <c>@last</c>.</param>
    /// <param name="filter">Which of these rows, including those since <c>@since</c>; NULL for all.</param>
    public string Statement(bool inRange, RowFilter? filter)
    {
        var schema = table.Schema;
        var conditions = new List<string>();
        if (table.Predicate is { } predicate)
            conditions.Add(predicate);
        if (inRange)
            conditions.Add($"{MySqlName.Quote(schema.Columns[schema.RangeKey].Name)} BETWEEN @first AND @last");
        if (filter?.Since is { } since)
            conditions.Add($"{MySqlName.Quote(since.Column.Name)} >= {MySqlExpressions.Bound("@since", since.Column.Type)}");
        if (filter?.NullIn is { } column)
            conditions.Add($"{MySqlName.Quote(column)} IS NULL");
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var order = schema.Key.Count > 0 ? $" ORDER BY {string.Join(", ", schema.Key.Select(MySqlName.Quote))}" : "";
        return $"SELECT {string.Join(", ", table.Expressions)} FROM {table.From}{where}{order}";
    }

    /// <param name="reader">The result.</param>
    /// <param name="block">A block of the table; its contents are replaced.</param>
    /// <returns>How many bytes of memory the rows take; 0 at the end.</returns>
    /// <exception cref="UnreadableValueException">No rule can carry a value; the block has the rows before it.</exception>
    public long Fill(MySqlDataReader reader, RowBlock block)
    {
        block.Clear();
        long bytes = 0;
        while (block.Count < block.Capacity && bytes < FullBytes && reader.Read())
        {
            bytes += _bytesPerRow + ReadRow(reader, block, block.Count);
            block.Count++;
        }

        return bytes;
    }

    private int ReadRow(MySqlDataReader reader, RowBlock block, int row)
    {
        var bytes = 0;
        for (var i = 0; i < _fields.Length; i++)
        {
            if (reader.IsDBNull(i))
                block.Columns[i].SetNull(row);
            else
                bytes += ReadValue(reader, block, row, i);
        }

        return bytes;
    }

    private int ReadValue(MySqlDataReader reader, RowBlock block, int row, int column)
    {
        try
        {
            return _fields[column].Read(reader, column, block.Columns[column], row);
        }
        catch (UnreadableValueException e)
        {
            throw new UnreadableValueException(e.Text, e.Message) { Column = column, Row = row, Key = KeyOf(reader) };
        }
    }

    private string KeyOf(MySqlDataReader reader) => string.Join(
        ", ",
        table.Schema.Key.Select(name => table.Columns.Index().First(column => column.Item.Name == name).Index)
            .Select(column => Text(reader.GetValue(column))));

    private static string Text(object value) => value switch
    {
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
