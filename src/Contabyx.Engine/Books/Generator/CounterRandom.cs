namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Random numbers without state: the number at any counter is a pure function of (version, seed, stream, counter), so
/// that any row can be made alone, in any order and on any thread.
/// </summary>
/// <remarks>
/// The function is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014),
/// whose n-th output depends on its seed and n only. Applied to version, seed and stream in turn it makes the key of a
/// stream, and applied to that key and a counter the number. It is our own code because the numbers must never change:
/// those of <see cref="Random"/> and of libraries may.
/// </remarks>
internal readonly struct CounterRandom
{
    private const ulong Gamma = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong _key;

    /// <summary>Chooses a stream.</summary>
    /// <param name="version">The version of the rules, see <see cref="BooksRules.DataVersion"/>.</param>
    /// <param name="seed">The seed; any number.</param>
    /// <param name="stream">
    /// The stream; one for each kind of choice, so that choices do not depend on each other.
    /// </param>
    public CounterRandom(int version, long seed, int stream) => _key = Mix(Mix(Mix(0, version), seed), stream);

    /// <summary>
    /// Output number <paramref name="counter"/>, from 0, of SplitMix64 seeded with <paramref name="key"/>.
    /// </summary>
    /// <param name="key">The seed of SplitMix64.</param>
    /// <param name="counter">Which output; any number, negative ones too.</param>
    public static ulong Mix(ulong key, long counter)
    {
        var mixed = key + (((ulong)counter + 1) * Gamma);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>64 random bits.</summary>
    /// <param name="counter">Which of the stream's numbers.</param>
    public ulong At(long counter) => Mix(_key, counter);

    /// <summary>
    /// A number from 0 up to, but not including, <paramref name="limit"/>: the high half of random bits x limit. No
    /// value is more likely than another by more than limit / 2^64.
    /// </summary>
    /// <param name="counter">Which of the stream's numbers.</param>
    /// <param name="limit">1 or more.</param>
    public long Below(long counter, long limit) => (long)Math.BigMul(At(counter), (ulong)limit, out _);

    /// <summary>
    /// Like <see cref="Below"/>, but small numbers are likelier: the bits are the product of two random 32-bit numbers,
    /// so the mean is a quarter of the limit and the median 19 % of it. All values can occur.
    /// </summary>
    /// <param name="counter">Which of the stream's numbers.</param>
    /// <param name="limit">1 up to 2^31.</param>
    public long SmallBelow(long counter, long limit)
    {
        var bits = At(counter);
        return (long)Math.BigMul((bits >> 32) * (uint)bits, (ulong)limit, out _);
    }
}
