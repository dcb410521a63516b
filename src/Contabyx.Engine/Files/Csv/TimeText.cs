using System.Runtime.CompilerServices;

namespace Contabyx.Engine.Files.Csv;

/// <summary>The text of a time of day: <c>13:59:59</c>, with six digits of a fraction when there is one.</summary>
internal static class TimeText
{
    /// <summary>The most bytes of a time of day.</summary>
    public const int MaxLength = 15;

    private const uint MicrosecondsPerSecond = 1_000_000;

    /// <summary>Writes a time of day.</summary>
    /// <param name="to">Where to: room for <see cref="MaxLength"/> bytes.</param>
    /// <param name="microseconds">Microseconds since midnight.</param>
    /// <returns>How many bytes it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte to, ulong microseconds)
    {
        var seconds = (uint)(microseconds / MicrosecondsPerSecond);
        var fraction = (uint)(microseconds - ((ulong)seconds * MicrosecondsPerSecond));
        var minutes = seconds / 60;
        var hours = minutes / 60;
        Digits.WritePair(ref to, hours);
        Unsafe.Add(ref to, 2) = (byte)':';
        Digits.WritePair(ref Unsafe.Add(ref to, 3), minutes - (hours * 60));
        Unsafe.Add(ref to, 5) = (byte)':';
        Digits.WritePair(ref Unsafe.Add(ref to, 6), seconds - (minutes * 60));
        return fraction == 0 ? 8 : WriteFraction(ref to, fraction);
    }

    // Eight digits; the first two become the last digit of the seconds and the point.
    private static int WriteFraction(ref byte to, uint fraction)
    {
        ref var last = ref Unsafe.Add(ref to, 7);
        var second = last;
        Digits.WriteEight(ref last, fraction);
        last = second;
        Unsafe.Add(ref to, 8) = (byte)'.';
        return MaxLength;
    }
}
