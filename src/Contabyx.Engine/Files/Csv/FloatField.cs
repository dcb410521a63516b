using System.Globalization;
using System.Runtime.InteropServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>
/// Floating-point numbers by the shortest text that reads back as the same number: <c>0.1</c>, <c>1E+16</c>.
/// </summary>
internal sealed class FloatField(bool single) : CsvField
{
    private double[] _values = [];

    public override int MaxBytes => 32;

    public override int Write(int row, ref byte to)
    {
        int written;
        var text = MemoryMarshal.CreateSpan(ref to, MaxBytes);
        _ = single
            ? ((float)_values[row]).TryFormat(text, out written, "R", CultureInfo.InvariantCulture)
            : _values[row].TryFormat(text, out written, "R", CultureInfo.InvariantCulture);
        return written;
    }

    protected override void Take(ColumnVector vector, int rows) => _values = vector.Doubles;
}
