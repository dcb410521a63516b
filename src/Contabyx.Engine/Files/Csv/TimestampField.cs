using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Dates with times: <c>2015-07-01 13:59:59.000001</c>, and <c>+00</c> behind moments of UTC.</summary>
internal sealed class TimestampField(bool utc) : LongField
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const int TimeAt = DateText.Length + 1;

    private readonly DateText _date = new();
    private long _day;

    public override int MaxBytes => TimeAt + TimeText.MaxLength + 3;

    public override int Write(int row, ref byte to)
    {
        var value = Values[row];

        // Neighbouring rows mostly share a day, which saves the division.
        var time = (ulong)(value - (_day * MicrosecondsPerDay));
        if (time >= MicrosecondsPerDay)
        {
            _day = (value / MicrosecondsPerDay) - (value % MicrosecondsPerDay < 0 ? 1 : 0);
            time = (ulong)(value - (_day * MicrosecondsPerDay));
        }

        // The date already includes the blank after it.
        _date.Write(ref to, _day);
        var length = TimeAt + TimeText.Write(ref Unsafe.Add(ref to, TimeAt), time);
        if (!utc)
            return length;
        "+00"u8.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, length), 3));
        return length + 3;
    }
}
