namespace Contabyx.Engine.Files.Csv;

/// <summary>Booleans: <c>t</c> and <c>f</c>.</summary>
internal sealed class BooleanField : LongField
{
    public override int MaxBytes => 1;

    public override int Write(int row, ref byte to)
    {
        to = Values[row] == 0 ? (byte)'f' : (byte)'t';
        return 1;
    }
}
