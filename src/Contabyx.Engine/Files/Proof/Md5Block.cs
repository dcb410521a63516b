using System.Numerics;
using System.Runtime.CompilerServices;

namespace Contabyx.Engine.Files.Proof;

/// <summary>The 64 steps of MD5 (RFC 1321, 3.4) on one block of several messages at once, one message in each lane.</summary>
internal static class Md5Block
{
    public const int Words = 16;

    /// <summary>Takes a block into the states of the lanes.</summary>
    /// <param name="words">Word by word, that of every lane.</param>
    /// <param name="state">The four words of each lane's state.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Take(ReadOnlySpan<Vector<uint>> words, Span<Vector<uint>> state)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        F(ref a, b, c, d, words[0], 0xd76aa478, 7);
        F(ref d, a, b, c, words[1], 0xe8c7b756, 12);
        F(ref c, d, a, b, words[2], 0x242070db, 17);
        F(ref b, c, d, a, words[3], 0xc1bdceee, 22);
        F(ref a, b, c, d, words[4], 0xf57c0faf, 7);
        F(ref d, a, b, c, words[5], 0x4787c62a, 12);
        F(ref c, d, a, b, words[6], 0xa8304613, 17);
        F(ref b, c, d, a, words[7], 0xfd469501, 22);
        F(ref a, b, c, d, words[8], 0x698098d8, 7);
        F(ref d, a, b, c, words[9], 0x8b44f7af, 12);
        F(ref c, d, a, b, words[10], 0xffff5bb1, 17);
        F(ref b, c, d, a, words[11], 0x895cd7be, 22);
        F(ref a, b, c, d, words[12], 0x6b901122, 7);
        F(ref d, a, b, c, words[13], 0xfd987193, 12);
        F(ref c, d, a, b, words[14], 0xa679438e, 17);
        F(ref b, c, d, a, words[15], 0x49b40821, 22);
        G(ref a, b, c, d, words[1], 0xf61e2562, 5);
        G(ref d, a, b, c, words[6], 0xc040b340, 9);
        G(ref c, d, a, b, words[11], 0x265e5a51, 14);
        G(ref b, c, d, a, words[0], 0xe9b6c7aa, 20);
        G(ref a, b, c, d, words[5], 0xd62f105d, 5);
        G(ref d, a, b, c, words[10], 0x02441453, 9);
        G(ref c, d, a, b, words[15], 0xd8a1e681, 14);
        G(ref b, c, d, a, words[4], 0xe7d3fbc8, 20);
        G(ref a, b, c, d, words[9], 0x21e1cde6, 5);
        G(ref d, a, b, c, words[14], 0xc33707d6, 9);
        G(ref c, d, a, b, words[3], 0xf4d50d87, 14);
        G(ref b, c, d, a, words[8], 0x455a14ed, 20);
        G(ref a, b, c, d, words[13], 0xa9e3e905, 5);
        G(ref d, a, b, c, words[2], 0xfcefa3f8, 9);
        G(ref c, d, a, b, words[7], 0x676f02d9, 14);
        G(ref b, c, d, a, words[12], 0x8d2a4c8a, 20);
        H(ref a, b, c, d, words[5], 0xfffa3942, 4);
        H(ref d, a, b, c, words[8], 0x8771f681, 11);
        H(ref c, d, a, b, words[11], 0x6d9d6122, 16);
        H(ref b, c, d, a, words[14], 0xfde5380c, 23);
        H(ref a, b, c, d, words[1], 0xa4beea44, 4);
        H(ref d, a, b, c, words[4], 0x4bdecfa9, 11);
        H(ref c, d, a, b, words[7], 0xf6bb4b60, 16);
        H(ref b, c, d, a, words[10], 0xbebfbc70, 23);
        H(ref a, b, c, d, words[13], 0x289b7ec6, 4);
        H(ref d, a, b, c, words[0], 0xeaa127fa, 11);
        H(ref c, d, a, b, words[3], 0xd4ef3085, 16);
        H(ref b, c, d, a, words[6], 0x04881d05, 23);
        H(ref a, b, c, d, words[9], 0xd9d4d039, 4);
        H(ref d, a, b, c, words[12], 0xe6db99e5, 11);
        H(ref c, d, a, b, words[15], 0x1fa27cf8, 16);
        H(ref b, c, d, a, words[2], 0xc4ac5665, 23);
        I(ref a, b, c, d, words[0], 0xf4292244, 6);
        I(ref d, a, b, c, words[7], 0x432aff97, 10);
        I(ref c, d, a, b, words[14], 0xab9423a7, 15);
        I(ref b, c, d, a, words[5], 0xfc93a039, 21);
        I(ref a, b, c, d, words[12], 0x655b59c3, 6);
        I(ref d, a, b, c, words[3], 0x8f0ccc92, 10);
        I(ref c, d, a, b, words[10], 0xffeff47d, 15);
        I(ref b, c, d, a, words[1], 0x85845dd1, 21);
        I(ref a, b, c, d, words[8], 0x6fa87e4f, 6);
        I(ref d, a, b, c, words[15], 0xfe2ce6e0, 10);
        I(ref c, d, a, b, words[6], 0xa3014314, 15);
        I(ref b, c, d, a, words[13], 0x4e0811a1, 21);
        I(ref a, b, c, d, words[4], 0xf7537e82, 6);
        I(ref d, a, b, c, words[11], 0xbd3af235, 10);
        I(ref c, d, a, b, words[2], 0x2ad7d2bb, 15);
        I(ref b, c, d, a, words[9], 0xeb86d391, 21);
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void F(
        ref Vector<uint> a, Vector<uint> b, Vector<uint> c, Vector<uint> d, Vector<uint> word, uint constant, int turn) =>
        a = b + Turned(a + (d ^ (b & (c ^ d))) + word + new Vector<uint>(constant), turn);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void G(
        ref Vector<uint> a, Vector<uint> b, Vector<uint> c, Vector<uint> d, Vector<uint> word, uint constant, int turn) =>
        a = b + Turned(a + (c ^ (d & (b ^ c))) + word + new Vector<uint>(constant), turn);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void H(
        ref Vector<uint> a, Vector<uint> b, Vector<uint> c, Vector<uint> d, Vector<uint> word, uint constant, int turn) =>
        a = b + Turned(a + (b ^ c ^ d) + word + new Vector<uint>(constant), turn);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void I(
        ref Vector<uint> a, Vector<uint> b, Vector<uint> c, Vector<uint> d, Vector<uint> word, uint constant, int turn) =>
        a = b + Turned(a + (c ^ (b | ~d)) + word + new Vector<uint>(constant), turn);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Turned(Vector<uint> value, int bits) => (value << bits) | (value >>> (32 - bits));
}
