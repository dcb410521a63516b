using Contabyx.Engine.Files.Proof;

namespace Contabyx.Tests;

public sealed class BucketListTests
{
    [Theory]
    [InlineData("", new int[0])]
    [InlineData("-1", new[] { -1 })]
    [InlineData("-1..2,7,9..10", new[] { -1, 0, 1, 2, 7, 9, 10 })]
    [InlineData("0", new[] { 0 })]
    public void The_text_is_short_and_read_again(string text, int[] numbers)
    {
        Assert.Equal(text, BucketList.Of(numbers).ToString());
        Assert.Equal(numbers, BucketList.TryParse(text, 11)!.Numbers);
        Assert.Equal(numbers.Length, BucketList.Of(numbers).Count);
    }

    [Theory]
    [InlineData("1,3,9..10", 3, "1,3,9..10")]
    [InlineData("1,3,9..10", 2, "1..3,9..10")]
    [InlineData("1,3,9..10", 1, "1..10")]
    [InlineData("0,2,7,8,10", 2, "0..2,7..10")]
    public void Fewer_ranges_have_the_smallest_gaps_filled(string text, int most, string wider) =>
        Assert.Equal(wider, BucketList.TryParse(text, 11)!.Widen(most).ToString());

    [Theory]
    [InlineData("11")]
    [InlineData("0..11")]
    [InlineData("-2")]
    [InlineData("3..2")]
    [InlineData("1,1")]
    [InlineData("2,1")]
    [InlineData("0..3,3")]
    [InlineData(" 1")]
    [InlineData("1,")]
    [InlineData("1..")]
    [InlineData("99999999999")]
    [InlineData("1\n")]
    public void What_is_no_list_of_buckets_is_not_read(string text) => Assert.Null(BucketList.TryParse(text, 11));
}
