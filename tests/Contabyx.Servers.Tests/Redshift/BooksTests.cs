using Contabyx.Engine.Books.Queries;

namespace Contabyx.ServerTests;

/// <summary>MySQL and Redshift give the same books as the rows say.</summary>
public sealed class BooksTests(Servers servers)
{
    [Theory]
    [InlineData(BooksPlace.Source)]
    [InlineData(BooksPlace.Warehouse)]
    public async Task Sums_and_transactions_agree(BooksPlace place)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.TakeFromMySqlAsync(servers);
        await pipeline.SendAsync(await pipeline.NewBatchAsync(35));
        await pipeline.CopyAsync();
        await using var books = new BooksQuery(pipeline.Connection, place);
        var all = new BooksFilter();

        var total = await books.ReadTotalAsync(all, Stop);
        var transactions = await books.ReadTransactionsAsync(all, Stop).ToListAsync(Stop);

        Assert.Equal(35 * 400, total.Transactions);
        Assert.Equal(total.Balance, transactions.Sum(one => one.Net));
        Assert.Equal(total.TransferOut, transactions.Where(one => one.Kind == MovementKind.TransferOut).Sum(one => one.Amount));
        foreach (var by in Enum.GetValues<BalanceGrouping>())
        {
            var lines = await books.ReadByAsync(by, all, Stop);
            Assert.Equal(total.Balance, lines.Sum(line => line.Net));
            Assert.All(lines, line => Assert.NotEmpty(line.Name));
        }

        Assert.Equal(
            total.Balance,
            (await books.ReadByAsync(BalanceGrouping.Day, all with { FirstDay = new DateOnly(2015, 8, 1) }, Stop))[^1].Balance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
