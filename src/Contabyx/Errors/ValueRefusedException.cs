using System.Text;

namespace Contabyx;

/// <summary>A value that its target column cannot hold, found during the export.</summary>
public sealed class ValueRefusedException : ContabyxException
{
    /// <param name="table">The table's name.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="row">The row's number in the export, from 1.</param>
    /// <param name="key">The row's key as text; empty when the table has none.</param>
    /// <param name="value">The value's bytes as they would be in the file.</param>
    /// <param name="reason">Why it is refused, with the limit.</param>
    public ValueRefusedException(
        string table, string column, long row, string key, ReadOnlySpan<byte> value, string reason)
        : base(
            $"{table}.{column} cannot hold the value of row {row}{(key.Length > 0 ? $" (key {key})" : "")}: {reason}",
            "Correct the value in the source, or widen the column in the warehouse. Nothing of this table was exported.",
            table)
    {
        Table = table;
        Column = column;
        Row = row;
        Key = key;
        Text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, 256)]);
        Hex = Convert.ToHexStringLower(value[..Math.Min(value.Length, 256)]);
        Length = value.Length;
        Reason = reason;
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The column's name.</summary>
    public string Column { get; }

    /// <summary>The row's number in the export, from 1.</summary>
    public long Row { get; }

    /// <summary>The row's key as text; empty when the table has none.</summary>
    public string Key { get; }

    /// <summary>The first 256 bytes of the value, as text.</summary>
    public string Text { get; }

    /// <summary>The first 256 bytes of the value, as hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>The value's length in bytes.</summary>
    public int Length { get; }

    /// <summary>Why it is refused, with the limit.</summary>
    public string Reason { get; }
}
