using System.Runtime.CompilerServices;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// Floating-point numbers by whole numbers, which every engine writes alike: a letter for the size, the whole part, and
/// what is left, in 2^-62. All steps are exact in binary arithmetic (IEEE 754): multiplying by a power of two, cutting
/// off the fraction, and taking the difference.
/// </summary>
/// <remarks>
/// Every REAL is exact, and every DOUBLE PRECISION from 2^-156 (about 1.1E-47) to 2^209 (about 8.2E+62). Of smaller ones
/// the bits below 2^-208 are not seen, of larger ones nothing but the sign; nor is the sign of zero.
/// </remarks>
internal sealed class ExactFloatField : CsvField
{
    private double[] _values = [];

    public override int MaxBytes => 44;

    public override int Write(int row, ref byte to)
    {
        var value = _values[row];
        var scale = FloatScale.Of(value);
        to = (byte)scale.Letter;
        if (scale.Factor == 0)
        {
            Unsafe.Add(ref to, 1) = (byte)(value < 0 ? '-' : '+');
            return 2;
        }

        value *= scale.Factor;
        var whole = Math.Truncate(value);
        var length = 1 + Digits.Write(ref Unsafe.Add(ref to, 1), (long)whole);
        Unsafe.Add(ref to, length++) = (byte)':';
        return length + Digits.Write(ref Unsafe.Add(ref to, length), (long)((value - whole) * FloatScale.Fraction));
    }

    protected override void Take(ColumnVector vector, int rows) => _values = vector.Doubles;
}
