using System.Runtime.InteropServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Bytes as lower-case hexadecimal digits; no bytes are <c>""</c>, as empty text is.</summary>
internal sealed class BinaryField : CsvField
{
    private ColumnVector? _vector;

    public override int MaxBytes => 2;

    public override bool HasBytes => true;

    public override int RoomFor(int row) => 2 + (_vector!.GetBytes(row).Length * 2);

    public override int Write(int row, ref byte to)
    {
        var value = _vector!.GetBytes(row);
        if (value.IsEmpty)
            return TextField.WriteEmpty(ref to);
        Convert.TryToHexStringLower(value, MemoryMarshal.CreateSpan(ref to, value.Length * 2), out var written);
        return written;
    }

    protected override void Take(ColumnVector vector, int rows) => _vector = vector;
}
