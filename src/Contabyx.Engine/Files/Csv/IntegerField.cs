namespace Contabyx.Engine.Files.Csv;

/// <summary>Whole numbers: <c>-42</c>.</summary>
internal sealed class IntegerField : LongField
{
    public override int MaxBytes => Digits.MaxLength;

    public override int Write(int row, ref byte to) => Digits.Write(ref to, Values[row]);
}
