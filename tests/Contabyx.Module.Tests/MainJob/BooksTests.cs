using System.Management.Automation;

namespace Contabyx.ModuleTests;

/// <summary>The books are looked at, from both ends.</summary>
public sealed class BooksTests : IDisposable
{
    private readonly Twin _twin = new();

    public BooksTests() => _twin.Run("$null = Invoke-ContabyxPipeline -Days 40");

    public void Dispose() => _twin.Dispose();

    [Theory]
    [InlineData("Client")]
    [InlineData("Day")]
    [InlineData("Month")]
    [InlineData("Type")]
    public void The_lines_add_up_to_the_total(string by)
    {
        foreach (var place in (string[])["Warehouse", "Source"])
        {
            var total = _twin.Run($"Get-ContabyxBalance -From {place}").Single();

            var lines = _twin.Run($"Get-ContabyxBalance -By {by} -From {place}");

            foreach (var figure in (string[])["Income", "Expenses", "TransferIn", "TransferOut", "Fees"])
                Assert.Equal(Money(total, figure), lines.Sum(line => Money(line, figure)));
            Assert.Equal(16_000L, lines.Sum(line => (long)Get(line, "Transactions")!));
            Assert.Equal(Money(total, "Balance"), lines.Sum(line => Money(line, "Net")));
            Assert.NotEqual(0, Money(total, "TransferIn"));
        }
    }

    [Fact]
    public void The_transactions_add_up_to_the_total()
    {
        var total = _twin.Run("Get-ContabyxBalance").Single();

        var all = _twin.Run("Get-ContabyxTransaction");

        Assert.Equal(16_000, all.Count);
        Assert.Equal(Money(total, "Balance"), all.Sum(one => Money(one, "Net")));
        foreach (var (kind, figure) in new[] { ("Income", "Income"), ("Expense", "Expenses"),
            ("TransferIn", "TransferIn"), ("TransferOut", "TransferOut") })
            Assert.Equal(Money(total, figure), all.Where(one => $"{Get(one, "Kind")}" == kind).Sum(one => Money(one, "Amount")));
        Assert.All(all, one => Assert.Equal($"{Get(one, "Kind")}".StartsWith('T'), Get(one, "TransferId") is not null));
        Assert.Equal(
            all.Select(one => $"{one.BaseObject}"), _twin.Run("Get-ContabyxTransaction -From Source").Select(one => $"{one.BaseObject}"));
    }

    [Fact]
    public void The_balance_of_a_month_goes_on_from_the_one_before()
    {
        var months = _twin.Run("Get-ContabyxBalance -By Month");
        var august = _twin.Run("Get-ContabyxBalance -By Month -FirstDay 2015-08-01").Single();

        Assert.Equal(["2015-07", "2015-08"], months.Select(month => (string)Get(month, "Key")!));
        Assert.Equal(Money(months[1], "Balance"), Money(august, "Balance"));
        Assert.Equal(Money(months[0], "Balance") + Money(months[1], "Net"), Money(august, "Balance"));
    }

    [Fact]
    public void Days_and_clients_can_be_chosen()
    {
        var chosen = _twin.Run("Get-ContabyxTransaction -ClientId 3, 5 -FirstDay 2015-07-02 -LastDay 2015-07-20");

        Assert.NotEmpty(chosen);
        Assert.Equal([3, 5], chosen.Select(one => (int)Get(one, "ClientId")!).Distinct().Order());
        Assert.All(chosen, one => Assert.InRange((DateTime)Get(one, "OccurredAt")!, new(2015, 7, 2), new(2015, 7, 21)));
        Assert.Equal(
            chosen.Sum(one => Money(one, "Net")),
            Money(_twin.Run("Get-ContabyxBalance -ClientId 3, 5 -FirstDay 2015-07-02 -LastDay 2015-07-20").Single(), "Balance"));
    }

    [Fact]
    public void Where_there_are_no_books_it_says_so()
    {
        using var empty = new Twin();
        using var engine = empty.Session.Prepare("Get-ContabyxTransaction");

        Assert.Empty(engine.Invoke());

        var error = Assert.Single(engine.Streams.Error);

        Assert.StartsWith("Contabyx.BooksUnreadable", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotMatch("New-|Pipeline", error.ErrorDetails.RecommendedAction);
        Assert.Empty(empty.Files());
    }

    private static object? Get(PSObject thing, string property) => thing.Properties[property].Value;

    private static decimal Money(PSObject thing, string property) => (decimal)Get(thing, property)!;
}
