using System.Numerics;
using System.Runtime.CompilerServices;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Writes whole numbers as decimal digits, eight at a time without branches.</summary>
/// <remarks>
/// All methods write to where a reference points, without looking for the end of the array: callers keep
/// <see cref="Slack"/> bytes more than the longest text.
/// </remarks>
internal static class Digits
{
    /// <summary>The most bytes of a 64-bit number with its sign.</summary>
    public const int MaxLength = 20;

    /// <summary>How many bytes behind its text a method may overwrite.</summary>
    public const int Slack = 8;

    private const uint TenToThe8 = 100_000_000;
    private const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>Writes a number with its sign.</summary>
    /// <returns>How many bytes it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte to, long value)
    {
        if (value >= 0)
            return Write(ref to, (ulong)value);
        to = (byte)'-';
        return 1 + Write(ref Unsafe.Add(ref to, 1), 0UL - (ulong)value);
    }

    /// <summary>Writes a number.</summary>
    /// <returns>How many bytes it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte to, ulong value) =>
        value < TenToThe8 ? WriteSmall(ref to, (uint)value) : WriteLarge(ref to, value);

    /// <summary>Writes a number below 100,000,000 as eight digits, zeros in front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteEight(ref byte to, uint value) => Unsafe.WriteUnaligned(ref to, Split(value) | Zeros);

    /// <summary>Writes a number of 0 to 99 as two digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(ref byte to, uint value)
    {
        var tens = (value * 103) >> 10;
        Unsafe.WriteUnaligned(ref to, (ushort)(0x3030 + tens + ((value - (tens * 10)) << 8)));
    }

    private static int WriteLarge(ref byte to, ulong value)
    {
        var high = value / TenToThe8;
        var length = Write(ref to, high);
        WriteEight(ref Unsafe.Add(ref to, length), (uint)(value - (high * TenToThe8)));
        return length + 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteSmall(ref byte to, uint value)
    {
        var digits = Split(value);

        // The last digit stays, so that zero is written as one.
        var leading = BitOperations.TrailingZeroCount(digits | (1UL << 56)) & ~7;
        Unsafe.WriteUnaligned(ref to, (digits | Zeros) >> leading);
        return 8 - (leading >> 3);
    }

    // Eight digits, one per byte, the first in the lowest byte: halves, quarters and eighths of the number are divided
    // in parallel in one register (Khuong, "How to print integers really fast"). Little-endian, as every processor
    // .NET 10 runs on but s390x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Split(uint value)
    {
        var high = value / 10_000;
        var fours = high | ((ulong)(value - (high * 10_000)) << 32);
        var hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
        var twos = hundreds + ((fours - (hundreds * 100)) << 16);
        var tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
        return tens + ((twos - (tens * 10)) << 8);
    }
}
