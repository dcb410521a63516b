using Contabyx.Engine.Books.Generator;

namespace Contabyx.Tests;

public sealed class CounterRandomTests
{
    [Theory]
    [InlineData(0ul, 0, 0xE220A8397B1DCDAFul)]
    [InlineData(0ul, 1, 0x6E789E6AA1B965F4ul)]
    [InlineData(0ul, 2, 0x06C45D188009454Ful)]
    [InlineData(1234567ul, 0, 6457827717110365317ul)]
    [InlineData(1234567ul, 1, 3203168211198807973ul)]
    [InlineData(1234567ul, 4, 16408922859458223821ul)]
    public void Mix_gives_the_published_outputs_of_SplitMix64(ulong key, long counter, ulong expected) =>
        Assert.Equal(expected, CounterRandom.Mix(key, counter));

    [Theory]
    [InlineData(1, 1L, 1, 0L, 16457017312420700474UL)]
    [InlineData(1, long.MinValue, 13, 1_000_000_000_000L, 3365537164694523021UL)]
    [InlineData(1, long.MaxValue, 5, -1L, 17326054996573301929UL)]
    public void The_numbers_of_a_stream_never_change(
        int version, long seed, int stream, long counter, ulong expected) =>
        Assert.Equal(expected, new CounterRandom(version, seed, stream).At(counter));

    [Fact]
    public void Version_seed_and_stream_each_give_other_numbers()
    {
        CounterRandom[] streams =
            [new(1, 1, 1), new(2, 1, 1), new(1, 2, 1), new(1, 1, 2), new(1, -1, 1), new(1, 1L << 32, 1)];

        Assert.Equal(streams.Length * 100, streams.SelectMany(s => Counters(100).Select(s.At)).Distinct().Count());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(563)]
    public void Below_chooses_every_value_about_equally_often_and_nothing_else(int limit)
    {
        const int Draws = 400_000;
        var found = Count(limit, Draws, new CounterRandom(1, 1, 1).Below);

        // Chi-square of limit - 1 degrees of freedom: mean limit - 1, variance twice that.
        var expected = (double)Draws / limit;
        var chiSquare = found.Sum(n => (n - expected) * (n - expected) / expected);
        Assert.InRange(chiSquare, 0, limit - 1 + (5 * Math.Sqrt(2.0 * (limit - 1))));
    }

    [Fact]
    public void Below_uses_the_whole_width_of_large_limits()
    {
        const long Limit = 1L << 62;
        var random = new CounterRandom(1, 1, 1);
        var values = Counters(10_000).Select(counter => random.Below(counter, Limit)).ToList();

        Assert.InRange(values.Max(), Limit - (Limit / 500), Limit - 1);
        Assert.InRange(values.Min(), 0, Limit / 500);
    }

    [Fact]
    public void Neighbouring_counters_do_not_depend_on_each_other()
    {
        var random = new CounterRandom(1, 1, 1);
        var pairs = new int[16 * 16];
        for (var counter = 0; counter < 256_000; counter++)
            pairs[(random.Below(counter, 16) * 16) + random.Below(counter + 1, 16)]++;

        Assert.All(pairs, n => Assert.InRange(n, 800, 1200));
    }

    [Fact]
    public void SmallBelow_prefers_small_values_and_has_a_mean_of_a_quarter()
    {
        var found = Count(10, 100_000, new CounterRandom(1, 1, 1).SmallBelow);

        Assert.Equal(found.OrderDescending(), found);
        Assert.InRange(found[9], 1, found[0] / 10);
        var random = new CounterRandom(1, 1, 1);
        Assert.InRange(Counters(100_000).Average(counter => random.SmallBelow(counter, 1_000_000)), 245_000, 255_000);
    }

    private static int[] Count(int limit, int draws, Func<long, long, long> draw)
    {
        var found = new int[limit];
        foreach (var counter in Counters(draws))
            found[draw(counter, limit)]++;
        return found;
    }

    private static IEnumerable<long> Counters(int count) => Enumerable.Range(0, count).Select(i => (long)i);
}
