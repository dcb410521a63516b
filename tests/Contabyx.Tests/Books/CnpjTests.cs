using Contabyx.Engine.Books.Generator;

namespace Contabyx.Tests;

public sealed class CnpjTests
{
    [Theory]
    [InlineData("12ABC34501DE35")]
    [InlineData("11222333000181")]
    [InlineData("11444777000161")]
    [InlineData("00000000000191")]
    public void A_published_number_is_valid_and_its_check_digits_follow_from_its_base(string number)
    {
        Assert.True(Cnpj.IsValid(number));
        Assert.Equal(number, Cnpj.Complete(number.AsSpan(0, 12)));
    }

    [Theory]
    [InlineData("12ABC34501DE36", "wrong second check digit")]
    [InlineData("12ABC34501DE45", "wrong first check digit")]
    [InlineData("12ABD34501DE35", "wrong letter")]
    [InlineData("12abc34501de35", "small letters")]
    [InlineData("12ABC34501DEAA", "letters as check digits")]
    [InlineData("12.ABC.345/01DE-35", "punctuation")]
    [InlineData("11222333000180", "wrong second check digit")]
    [InlineData("11222333000171", "wrong first check digit")]
    [InlineData("1122233300018", "too short")]
    [InlineData("112223330001811", "too long")]
    [InlineData("00000000000000", "zeros")]
    [InlineData("12ÁBC34501DE35", "an accent")]
    [InlineData("", "nothing")]
    public void A_wrong_number_is_refused(string number, string why) => Assert.False(Cnpj.IsValid(number), why);

    [Theory]
    [InlineData("11222333000")]
    [InlineData("1122233300012")]
    [InlineData("12abc34501de")]
    public void Complete_refuses_what_is_no_base(string characters)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Cnpj.Complete(characters));
        Assert.Contains("twelve characters", refusal.Message, StringComparison.Ordinal);
    }
}
