using Contabyx.Engine.Books;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class BatchRowsTests
{
    [Theory]
    [InlineData(10, 1, 1)]
    [InlineData(10, 3, 1)]
    [InlineData(10, 10, 2)]
    [InlineData(10, 3, 3)]
    [InlineData(60, 60, 2)]
    [InlineData(60, 60, 8)]
    public void Any_split_and_any_number_of_threads_give_the_same_rows(int days, int batchDays, int threads)
    {
        var books = BookRows.Books();
        var whole = BookRows.Of(books, 0, days).ReadLines();
        var parts = BooksSchema.Tables.ToDictionary(table => table.Name, _ => new List<string>());
        for (var day = 0; day < days; day += batchDays)
        {
            var part = BookRows.Of(books, day, Math.Min(batchDays, days - day), threads);
            foreach (var (table, lines) in part.ReadLines())
                parts[table].AddRange(lines);
        }

        Assert.Equal(BookRows.Canonical(whole), BookRows.Canonical(parts));
    }

    [Fact]
    public void Blocks_keep_their_order_however_the_workers_run()
    {
        var books = BookRows.Books();
        var expected = BookRows.Of(books, 0, 1_000).CountOnly(TestContext.Current.CancellationToken);
        for (var i = 0; i < 25; i++)
        {
            var next = BooksSchema.Tables.ToDictionary(table => table.Name, _ => 1L);
            var rows = BookRows.Of(books, 0, 1_000, threads: 2 + (i % 5));
            foreach (var block in rows.Read(TestContext.Current.CancellationToken))
            {
                Assert.Equal(next[block.Table.Name], block.Columns[0].Longs[0]);
                next[block.Table.Name] += block.Count;
            }

            Assert.All(expected.Tables.Zip(rows.Describe().Tables), pair =>
                Assert.Empty(pair.First.Totals.Differences(pair.Second.Totals)));
        }
    }

    [Fact]
    public void Tables_come_in_the_order_in_which_they_refer_to_each_other()
    {
        var tables = BookRows.Of(BookRows.Books(), 0, 30, threads: 3)
            .Read(TestContext.Current.CancellationToken).Select(block => block.Table).ToList();

        Assert.Equal(BooksSchema.Tables, tables.Distinct());
        Assert.Equal(tables.OrderBy(table => BooksSchema.Tables.ToList().IndexOf(table)), tables);
    }

    [Fact]
    public void The_description_agrees_with_the_plan_and_with_a_recount()
    {
        var rows = BookRows.Of(BookRows.Books(), 5, 10);
        var numbers = rows.ReadNumbers();
        var batch = rows.Describe();

        Assert.Equal("20150706-20150715-s1-r100-v1", batch.Id);
        Assert.Equal(("test:", 1L, 10, true), (batch.Source, batch.Seed, batch.Days, batch.Written));
        Assert.Equal(TimeSpan.Zero, batch.Elapsed);
        Assert.Equal(rows.Plan.Rows, batch.Rows);
        Assert.All(batch.Tables, table =>
        {
            Assert.Equal(rows.Plan.RangeOf(table.Table), table.Range);
            Assert.Equal((table.Range.Count, table.Range.Count), (table.Rows, table.Totals.Rows));
            Assert.Equal(numbers[table.Table].Count, table.Rows);
        });
        var cents = numbers["Transactions"].Sum(row => row[3]);
        Assert.Equal(ExactDecimal.Format(cents, 2), batch.Tables[5].Totals.Columns[3].Sum);
    }

    [Fact]
    public void A_batch_is_described_only_after_all_its_rows_were_read()
    {
        var rows = BookRows.Of(BookRows.Books(), 0, 10);
        Assert.Throws<InvalidOperationException>(rows.Describe);

        foreach (var block in rows.Read(TestContext.Current.CancellationToken))
            Assert.Throws<InvalidOperationException>(rows.Describe);

        Assert.Equal(9_046, rows.Describe().Rows);
    }

    [Fact]
    public void Rows_can_be_read_once()
    {
        var rows = BookRows.Of(BookRows.Books(), 0, 1);
        rows.CountOnly(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => rows.Read(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancelling_stops_the_reading_and_leaves_no_description(int threads)
    {
        using var stop = new CancellationTokenSource();
        var rows = BookRows.Of(BookRows.Books(), 0, 2_555, threads);
        using var blocks = rows.Read(stop.Token).GetEnumerator();
        Assert.True(blocks.MoveNext());

        stop.Cancel();

        var stopped = Assert.Throws<OperationCanceledException>(() => blocks.MoveNext());
        Assert.Equal(stop.Token, stopped.CancellationToken);
        Assert.Throws<InvalidOperationException>(rows.Describe);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void At_least_one_thread_is_needed(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BookRows.Of(BookRows.Books(), 0, 1, threads));
}
