namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>Functions that the emulator writes in other words when it knows the argument.</summary>
public sealed class FunctionTests(Servers servers)
{
    [Fact]
    public async Task STRTOL_of_an_MD5_sum_is_the_same_in_its_short_form()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (a VARCHAR(99))",
            "INSERT INTO t VALUES ('x'), (''), (NULL)");
        Assert.Equal(
            "0|3", await client.AskAsync(
                "SELECT sum(CASE WHEN strtol(substring(md5(a), 1, 15), 16) = strtol(lower(substring(md5(a), 1, 15)), 16) THEN 0 "
                + "WHEN a IS NULL THEN 0 ELSE 1 END), count(*) FROM t"));
        Assert.Equal(
            "1106906276750018170|NULL|4294967295|-1", await client.AskAsync(
                "SELECT strtol(substring(md5('x'), 17, 15), 16), strtol(substring(md5(NULL), 1, 15), 16), strtol('ffffffff', 16), "
                + "strtol(substring(md5('x'), 1, 0), 16) - 1"));
    }

    [Theory]
    [InlineData("strtol('8', 8)", "22023")]
    [InlineData("strtol('fg', 16)", "22023")]
    [InlineData("strtol(md5('x'), 16)", "22003")]
    [InlineData("strtol(substring(md5('x'), 1, 16), 16) + strtol('8000000000000000', 16)", "22003")]
    public async Task STRTOL_refuses_what_is_no_number_of_64_bits(string call, string state)
    {
        await using var client = await Client.StartAsync(servers);
        Assert.Equal(state, (await client.FailAsync($"SELECT {call}")).SqlState);
    }
}
