namespace Contabyx.Engine;

/// <summary>The text of a time of day: <c>13:59:59</c>, with six digits of a fraction when there is one.</summary>
internal static class TimeText
{
    /// <summary>The most bytes of a time of day.</summary>
    public const int MaxLength = 15;

    private const uint MicrosecondsPerSecond = 1_000_000;

    /// <summary>Writes a time of day.</summary>
    /// <param name="to">Where to; room for <see cref="MaxLength"/> bytes.</param>
    /// <param name="microseconds">Microseconds since midnight.</param>
    /// <returns>How many bytes it took.</returns>
    public static int Write(Span<byte> to, ulong microseconds)
    {
        var seconds = (uint)(microseconds / MicrosecondsPerSecond);
        var fraction = (uint)(microseconds - ((ulong)seconds * MicrosecondsPerSecond));
        var minutes = seconds / 60;
        var hours = minutes / 60;
        to = to[..MaxLength];
        Digits.WritePair(to, (int)hours);
        to[2] = (byte)':';
        Digits.WritePair(to[3..], (int)(minutes - (hours * 60)));
        to[5] = (byte)':';
        Digits.WritePair(to[6..], (int)(seconds - (minutes * 60)));
        if (fraction == 0)
            return 8;
        to[8] = (byte)'.';
        Digits.WriteFixed(to[9..], fraction);
        return MaxLength;
    }
}
