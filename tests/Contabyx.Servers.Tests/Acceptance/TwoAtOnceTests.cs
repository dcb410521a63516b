using System.Globalization;

namespace Contabyx.ServerTests;

/// <summary>
/// Two tasks that begin in the same second, as careless schedulers start them. <c>CONTABYX_PAIRS</c> says how many pairs.
/// </summary>
public sealed class TwoAtOnceTests(Servers servers)
{
    private static readonly int Pairs = int.Parse(
        Environment.GetEnvironmentVariable("CONTABYX_PAIRS") ?? "2", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "New-ContabyxBatch -Days 2 -FirstDay {0} | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy")]
    [InlineData("New-ContabyxBatch -Days 2 | Export-ContabyxData | Send-ContabyxUpload | Out-Null", "Invoke-ContabyxCopy")]
    public async Task Two_pipelines_in_the_same_second_give_one_result(string before, string both)
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunAsync("Initialize-Contabyx | Out-Null");
        for (var pair = 0; pair < Pairs; pair++)
        {
            var first = new DateOnly(2015, 7, 1).AddDays(2 * pair).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var line = both.Replace("{0}", first, StringComparison.Ordinal)
                + " | ForEach-Object { \"$($_.Table) $($_.Status)\" }";
            await site.RunAsync(before);

            var ends = await Task.WhenAll(site.RunAsync(line), site.RunAsync(line));

            var told = string.Join("\n", ends.Select(end => end.Output + end.Errors));
            Assert.DoesNotContain("Failed", told, StringComparison.Ordinal);
            Assert.Contains(ends, end => end.Errors.Length == 0);
            foreach (var end in ends.Where(end => end.Errors.Length > 0))
                Assert.Matches("another batch was written in the meantime|is in use by another process", Words(end.Errors));
            await AssertEqualAsync(site, 800 * (pair + 1));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"Pair {pair + 1}: {ends.Count(end => end.Errors.Length == 0)} of 2 ended without an error, all tables equal.");
        }
    }

    // What one of them could not finish, the next plain line does.
    private static async Task AssertEqualAsync(Site site, int transactions)
    {
        await site.RunAsync("Invoke-ContabyxCopy | Out-Null");
        var (_, output, errors) = await site.RunAsync("""
            Compare-ContabyxData | ForEach-Object { "$($_.Table) $($_.Equal)" }
            (Get-ContabyxBalance).Transactions
            """);
        Assert.Equal("", errors);
        Assert.Equal(8, output.Split('\n').Count(text => text.TrimEnd().EndsWith(" True", StringComparison.Ordinal)));
        Assert.EndsWith($"\n{transactions}", output.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);
    }

    // The console breaks messages into a column of their own.
    private static string Words(string errors) =>
        string.Join(' ', errors.Split([' ', '\r', '\n', '|'], StringSplitOptions.RemoveEmptyEntries));
}
