namespace Contabyx.Engine;

/// <summary>Dates with times: <c>2015-07-01 13:59:59.000001</c>, and <c>+00</c> behind moments of UTC.</summary>
internal sealed class TimestampField(bool utc) : LongField
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private readonly DateText _date = new();
    private long _day;

    public override int MaxBytes => DateText.Length + 1 + TimeText.MaxLength + 3;

    public override int Write(int row, Span<byte> to)
    {
        // Neighbouring rows mostly share a day, which saves the division.
        var time = (ulong)(Values[row] - (_day * MicrosecondsPerDay));
        if (time >= MicrosecondsPerDay)
        {
            _day = Math.DivRem(Values[row], MicrosecondsPerDay).Quotient - (Values[row] % MicrosecondsPerDay < 0 ? 1 : 0);
            time = (ulong)(Values[row] - (_day * MicrosecondsPerDay));
        }

        _date.Of(_day).CopyTo(to);
        to[DateText.Length] = (byte)' ';
        var length = DateText.Length + 1 + TimeText.Write(to[(DateText.Length + 1)..], time);
        if (!utc)
            return length;
        "+00"u8.CopyTo(to[length..]);
        return length + 3;
    }
}
