namespace Contabyx.Engine;

/// <summary>The text of a day, <c>2015-07-01</c>, remembered while the day stays the same.</summary>
internal sealed class DateText
{
    /// <summary>The bytes of a day's text.</summary>
    public const int Length = 10;

    private const int DaysBefore1970 = 719_162;

    private readonly byte[] _text = "0000-00-00"u8.ToArray();
    private long _day = long.MinValue;

    /// <summary>The text of a day, counted from 1970-01-01.</summary>
    public ReadOnlySpan<byte> Of(long day)
    {
        if (day != _day)
            Change(day);
        return _text;
    }

    private void Change(long day)
    {
        var (year, month, dayOfMonth) = DateOnly.FromDayNumber((int)(day + DaysBefore1970));
        Digits.WriteFixed(_text.AsSpan(0, 4), (ulong)year);
        Digits.WritePair(_text.AsSpan(5), month);
        Digits.WritePair(_text.AsSpan(8), dayOfMonth);
        _day = day;
    }
}
