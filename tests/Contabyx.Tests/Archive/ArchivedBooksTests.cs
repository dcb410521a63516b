using Contabyx.Engine.Archive;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.Tests;

/// <summary>The books of a warehouse are the same whether years of them are archived or not.</summary>
public sealed class ArchivedBooksTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Balances_and_transactions_have_their_archived_years()
    {
        var pipeline = new Pipeline(_home.Path);
        await pipeline.RunAsync(new BatchRequest { Days = 200, RoundsPerDay = 5 });
        var before = await ReadAsync(pipeline);

        await using (var archive = new DataArchive(pipeline.Connection, new Progress<ItemProgress>(), new Progress<string>()))
        {
            var request = new ArchiveRequest("Transactions") { Before = new DateOnly(2016, 1, 1) };
            var plan = await archive.PlanAsync(request, Stop);
            var year = await archive.ArchiveAsync(Assert.Single(plan.Steps), Stop);
            Assert.Equal(ArchiveStatus.Archived, year.Status);
        }

        Assert.Equal(before, await ReadAsync(pipeline));
    }

    private static async Task<(BooksBalance Total, string Months, string First)> ReadAsync(Pipeline pipeline)
    {
        await using var books = new BooksQuery(pipeline.Connection, BooksPlace.Warehouse);
        var months = await books.ReadByAsync(BalanceGrouping.Month, new BooksFilter(), Stop);
        var first = await books.ReadTransactionsAsync(new BooksFilter(), Stop).FirstAsync(Stop);
        return (await books.ReadTotalAsync(new BooksFilter(), Stop), string.Join('\n', months), first.ToString());
    }
}
