using System.Diagnostics;
using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class BlockReadAheadTests
{
    [Fact]
    public void No_more_blocks_are_made_ahead_than_there_are_slots()
    {
        var made = 0;
        using var ahead = new BlockReadAhead(Fill, 1_000, 2, TestContext.Current.CancellationToken);
        for (var number = 0; number < 1_000; number++)
        {
            Assert.Equal(number, ahead.Take(number).Columns[0].Longs[0]);
            Assert.InRange(Volatile.Read(ref made), number + 1, number + 4);
            ahead.Return();
        }

        RowBlock Fill(long number, RowBlock? reuse)
        {
            Interlocked.Increment(ref made);
            var block = reuse ?? new RowBlock(BooksSchema.Transfers, 1);
            block.Columns[0].Longs[0] = number;
            return block;
        }
    }

    [Fact]
    public void What_a_worker_throws_reaches_the_consumer()
    {
        using var ahead = new BlockReadAhead(
            (_, _) => throw new NotSupportedException("out of order"), 10, 2, TestContext.Current.CancellationToken);

        Assert.Equal("out of order", Assert.Throws<NotSupportedException>(() => ahead.Take(0)).Message);
    }

    [Fact]
    public void A_consumer_who_stops_early_leaves_no_thread_behind()
    {
        using var process = Process.GetCurrentProcess();
        var before = process.Threads.Count;
        for (var i = 0; i < 50; i++)
        {
            var rows = BookRows.Of(BookRows.Books(), 0, 2_555, threads: 4);
            Assert.Equal("DocumentTypes", rows.Read(TestContext.Current.CancellationToken).First().Table.Name);
        }

        process.Refresh();
        Assert.InRange(process.Threads.Count, 1, before + 100);
    }
}
