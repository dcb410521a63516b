using System.Globalization;
using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;

namespace Contabyx.Tests;

public sealed class BatchPlanTests
{
    [Theory]
    [InlineData(1, 2, 400, 100)]
    [InlineData(10, 3, 4_000, 1_000)]
    [InlineData(30, 7, 12_000, 3_000)]
    [InlineData(2_555, 563, 1_022_000, 255_500)]
    public void The_counts_of_a_number_of_days_are_exact(int days, int clients, int transactions, int transfers)
    {
        var plan = new BatchPlan(BookRows.Books(), BooksRules.DefaultStartDay, days);

        Assert.Equal(
            [2, 19, 19, clients, clients, transactions, transactions, transfers],
            BooksSchema.Tables.Select(table => plan.RangeOf(table.Name).Count));
        Assert.Equal(40 + (2L * clients) + (2L * transactions) + transfers, plan.Rows);
    }

    [Theory]
    [InlineData(100, 10, 1)]
    [InlineData(100, 10, 3)]
    [InlineData(7, 2_555, 365)]
    [InlineData(28_800, 30, 7)]
    public void Batches_in_a_row_continue_each_others_ids_and_add_up_to_one_batch(
        int roundsPerDay, int days, int batchDays)
    {
        var books = BookRows.Books(roundsPerDay: roundsPerDay);
        var whole = new BatchPlan(books, books.StartDay, days);
        var parts = Enumerable.Range(0, (days + batchDays - 1) / batchDays)
            .Select(i => new BatchPlan(
                books, books.StartDay.AddDays(i * batchDays), Math.Min(batchDays, days - (i * batchDays))))
            .ToList();

        Assert.All(BooksSchema.Tables, table =>
        {
            var next = 1L;
            foreach (var range in parts.Select(part => part.RangeOf(table.Name)))
            {
                Assert.Equal(next, range.First);
                next = range.First + range.Count;
            }

            Assert.Equal(new KeyRange(1, next - 1), whole.RangeOf(table.Name));
        });
    }

    [Fact]
    public void The_fixed_tables_come_with_day_0_only()
    {
        var second = new BatchPlan(BookRows.Books(), BooksRules.DefaultStartDay.AddDays(1), 1);

        Assert.Equal(0, second.RangeOf("TaxType").Count);
        Assert.Equal(900, second.Rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("sv-SE")]
    public void The_id_names_days_seed_rounds_and_version_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        var plan = new BatchPlan(BookRows.Books(seed: -5, roundsPerDay: 7), new DateOnly(2016, 2, 29), 2);

        Assert.Equal("20160229-20160301-s-5-r7-v1", plan.Id);
    }

    [Theory]
    [InlineData(0, 1, 0, 1, "A day cannot have 0 rounds. Choose 1 to 28800.")]
    [InlineData(28_801, 1, 0, 1, "A day cannot have 28801 rounds.")]
    [InlineData(100, 2, 0, 1, "data version 2")]
    [InlineData(100, 1, -1, 1, "The day 2015-06-30 is before the first day of the books. Choose 2015-07-01 or later.")]
    [InlineData(100, 1, 0, 0, "cannot have 0 days. Choose 1 to")]
    [InlineData(100, 1, 0, int.MaxValue, "so that it ends before 9999-12-31")]
    public void Books_and_days_that_cannot_be_are_refused_with_advice(
        int roundsPerDay, int version, int firstDay, int days, string expected)
    {
        var books = BookRows.Books(roundsPerDay: roundsPerDay) with { DataVersion = version };

        var refusal = Assert.Throws<ArgumentOutOfRangeException>(
            () => new BatchPlan(books, books.StartDay.AddDays(firstDay), days));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_possible_day_leaves_a_next_day()
    {
        var books = BookRows.Books(long.MinValue, BooksRules.MaxRoundsPerDay, DateOnly.MinValue);

        var plan = new BatchPlan(books, DateOnly.MaxValue.AddDays(-1), 1);

        Assert.Equal(DateOnly.MaxValue, plan.LastDay.AddDays(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPlan(books, DateOnly.MaxValue, 1));
    }

    [Fact]
    public void An_unknown_table_is_refused_by_name()
    {
        var plan = new BatchPlan(BookRows.Books(), BooksRules.DefaultStartDay, 1);

        var refusal = Assert.Throws<ArgumentException>(() => plan.RangeOf("Taxes"));
        Assert.Contains("no table 'Taxes'", refusal.Message, StringComparison.Ordinal);
    }
}
