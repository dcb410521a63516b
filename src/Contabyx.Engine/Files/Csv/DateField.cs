namespace Contabyx.Engine.Files.Csv;

/// <summary>Days: <c>2015-07-01</c>.</summary>
internal sealed class DateField : LongField
{
    private readonly DateText _date = new();

    public override int MaxBytes => DateText.Length;

    public override int Write(int row, ref byte to)
    {
        _date.Write(ref to, Values[row]);
        return DateText.Length;
    }
}
