using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contabyx.Engine;

/// <summary>Writes whole numbers as decimal digits, two at a time from a table.</summary>
internal static class Digits
{
    /// <summary>The most bytes of a 64-bit number with its sign.</summary>
    public const int MaxLength = 20;

    private static ReadOnlySpan<byte> Pairs =>
        "0001020304050607080910111213141516171819"u8 +
        "2021222324252627282930313233343536373839"u8 +
        "4041424344454647484950515253545556575859"u8 +
        "6061626364656667686970717273747576777879"u8 +
        "8081828384858687888990919293949596979899"u8;

    // The first is 0 and not 1, so that zero counts as one digit.
    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        0, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>How many digits a number has; 1 for zero.</summary>
    public static int Count(ulong value)
    {
        // log10 is log2 times 0.301, one too few at most: "Bit Twiddling Hacks", integer log base 10.
        var guess = ((BitOperations.Log2(value | 1) + 1) * 1233) >> 12;
        return value >= PowersOfTen[guess] ? guess + 1 : guess;
    }

    /// <summary>Writes a number with its sign.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int Write(Span<byte> to, long value)
    {
        if (value >= 0)
            return Write(to, (ulong)value);
        to[0] = (byte)'-';
        return 1 + Write(to[1..], 0UL - (ulong)value);
    }

    /// <summary>Writes a number.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int Write(Span<byte> to, ulong value)
    {
        var count = Count(value);
        WriteFixed(to[..count], value);
        return count;
    }

    /// <summary>Writes a number with as many digits as there is room, zeros in front.</summary>
    public static void WriteFixed(Span<byte> to, ulong value)
    {
        var at = to.Length;
        while (at >= 2)
        {
            var rest = value / 100;
            at -= 2;
            WritePair(to[at..], (int)(value - (rest * 100)));
            value = rest;
        }

        if (at == 1)
            to[0] = (byte)('0' + (value % 10));
    }

    /// <summary>Writes a number of 0 to 99 as two digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(Span<byte> to, int value) =>
        MemoryMarshal.Write(to, MemoryMarshal.Read<ushort>(Pairs.Slice(value * 2, 2)));
}
