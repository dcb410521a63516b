using Contabyx.Engine.Books.Generator;

namespace Contabyx.Tests;

public sealed class CpfTests
{
    [Theory]
    [InlineData("52998224725")]
    [InlineData("11144477735")]
    [InlineData("00000000191")]
    [InlineData("12345678909")]
    public void A_published_number_is_valid_and_its_check_digits_follow_from_its_base(string number)
    {
        Assert.True(Cpf.IsValid(number));
        Assert.Equal(number, Cpf.Complete(number.AsSpan(0, 9)));
    }

    [Theory]
    [InlineData("52998224726", "wrong second check digit")]
    [InlineData("52998224735", "wrong first check digit")]
    [InlineData("25998224725", "swapped digits")]
    [InlineData("11111111111", "equal digits")]
    [InlineData("00000000000", "zeros")]
    [InlineData("529.982.247-25", "punctuation")]
    [InlineData("5299822472", "too short")]
    [InlineData("529982247255", "too long")]
    [InlineData("5299822472A", "a letter")]
    [InlineData("٥2998224725", "a digit of another script")]
    [InlineData("", "nothing")]
    public void A_wrong_number_is_refused(string number, string why) => Assert.False(Cpf.IsValid(number), why);

    [Fact]
    public void Any_single_wrong_digit_is_found()
    {
        for (var place = 0; place < 9; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var number = "52998224725".ToCharArray();
                number[place] = digit;
                Assert.Equal(digit == "52998224725"[place], Cpf.IsValid(number));
            }
        }
    }

    [Theory]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("12345678A")]
    public void Complete_refuses_what_is_no_base(string digits)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Cpf.Complete(digits));
        Assert.Contains("nine digits", refusal.Message, StringComparison.Ordinal);
    }
}
