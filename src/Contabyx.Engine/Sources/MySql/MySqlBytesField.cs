using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Bytes, and texts as UTF-8 bytes. They are not turned into strings.</summary>
internal sealed class MySqlBytesField : MySqlField
{
    private byte[] _bytes = new byte[256];

    /// <inheritdoc/>
    public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
    {
        var length = (int)reader.GetBytes(ordinal, 0, null, 0, 0);
        if (length > LongestValue.Bytes)
            throw LongestValue.Refuse(_bytes.AsSpan(0, (int)reader.GetBytes(ordinal, 0, _bytes, 0, _bytes.Length)), length);
        if (length > _bytes.Length)
            _bytes = new byte[Math.Max(length, _bytes.Length * 2)];
        if (length > 0)
            reader.GetBytes(ordinal, 0, _bytes, 0, length);
        vector.SetBytes(row, _bytes.AsSpan(0, length));
        return length;
    }
}
