using System.Buffers.Binary;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The columns of a result as Redshift describes them: SUPER and VARBYTE have types of their own, which Npgsql cannot
/// read in binary (npgsql/npgsql#6296, npgsql/efcore.pg#2716), and VARBYTE prints without PostgreSQL's <c>\x</c>.
/// </summary>
internal sealed class ResultColumns
{
    private const int Bytea = 17;
    private const int Jsonb = 3802;
    private const int Varbyte = 6551;
    private const int Super = 4000;
    private readonly bool[] _isHexText;

    private ResultColumns(bool[] isHexText) => _isHexText = isHexText;

    /// <summary>Reads a RowDescription and changes its types in place.</summary>
    public static ResultColumns Describe(Message description)
    {
        var body = description.Body;
        var isHexText = new bool[BinaryPrimitives.ReadInt16BigEndian(body)];
        var at = 2;
        for (var i = 0; i < isHexText.Length; i++)
        {
            at += Array.IndexOf(body, (byte)0, at) - at + 1;
            var type = body.AsSpan(at + 6, 4);
            var oid = BinaryPrimitives.ReadInt32BigEndian(type);
            isHexText[i] = oid == Bytea && body[at + 17] == 0;
            BinaryPrimitives.WriteInt32BigEndian(type, oid switch { Bytea => Varbyte, Jsonb => Super, _ => oid });
            at += 18;
        }

        return new ResultColumns(isHexText);
    }

    /// <summary>A row as Redshift would send it.</summary>
    public Message Row(Message row)
    {
        if (!_isHexText.AsSpan().Contains(true))
            return row;
        var body = new MessageBody();
        var reader = row.Read();
        body.Int16(reader.Int16());
        foreach (var isHex in _isHexText)
        {
            var length = reader.Int32();
            var value = length < 0 ? "" : Encoding.UTF8.GetString(reader.Bytes(length));
            var shown = Encoding.UTF8.GetBytes(isHex && value.StartsWith("\\x", StringComparison.Ordinal) ? value[2..] : value);
            body.Int32(length < 0 ? -1 : shown.Length).Raw(shown);
        }

        return new Message('D', body.Bytes.ToArray());
    }
}
