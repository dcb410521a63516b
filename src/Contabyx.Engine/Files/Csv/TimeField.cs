namespace Contabyx.Engine.Files.Csv;

/// <summary>Times of day: <c>13:59:59.000001</c>.</summary>
internal sealed class TimeField : LongField
{
    public override int MaxBytes => TimeText.MaxLength;

    public override int Write(int row, ref byte to) => TimeText.Write(ref to, (ulong)Values[row]);
}
