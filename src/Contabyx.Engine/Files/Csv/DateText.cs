using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contabyx.Engine.Files.Csv;

/// <summary>The text of a day, <c>2015-07-01</c>, remembered while the day stays the same.</summary>
internal sealed class DateText
{
    /// <summary>The bytes of a day's text.</summary>
    public const int Length = 10;

    private const int DaysBefore1970 = 719_162;

    // Sixteen bytes, so that it is copied in one move.
    private readonly byte[] _text = "0000-00-00      "u8.ToArray();
    private long _day = long.MinValue;

    /// <summary>Writes the text of a day, and some bytes behind it.</summary>
    /// <param name="to">Where to: room for 16 bytes.</param>
    /// <param name="day">The day, counted from 1970-01-01.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ref byte to, long day)
    {
        if (day != _day)
            Change(day);
        Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<UInt128>(ref MemoryMarshal.GetArrayDataReference(_text)));
    }

    private void Change(long day)
    {
        var (year, month, dayOfMonth) = DateOnly.FromDayNumber((int)(day + DaysBefore1970));
        Digits.WritePair(ref _text[0], (uint)year / 100);
        Digits.WritePair(ref _text[2], (uint)year % 100);
        Digits.WritePair(ref _text[5], (uint)month);
        Digits.WritePair(ref _text[8], (uint)dayOfMonth);
        _day = day;
    }
}
