using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class TotalsCounterTests
{
    private static readonly TableSchema Table = new(
        "T",
        [
            new ColumnSchema("id", ColumnType.Of(ColumnKind.Int64)),
            new ColumnSchema("amount", ColumnType.Decimal(18, 2), Nullable: true),
            new ColumnSchema("wide", ColumnType.Decimal(38, 2), Nullable: true),
            new ColumnSchema("name", ColumnType.Text(10), Nullable: true),
            new ColumnSchema("day", ColumnType.Of(ColumnKind.Date)),
            new ColumnSchema("ratio", ColumnType.Of(ColumnKind.Float64)),
        ],
        ["id"]);

    [Fact]
    public void Totals_of_several_blocks_are_exact_even_at_the_limits_of_64_bits()
    {
        var counter = new TotalsCounter(Table);
        for (var block = 0; block < 3; block++)
            counter.Add(Rows(long.MaxValue, -150, Int128.Parse("99999999999999999999999999999999999999"), "é", 1));

        var totals = counter.Complete();

        Assert.Equal(3, totals.Rows);
        Assert.Equal((long.MaxValue, long.MaxValue), (totals.FirstKey, totals.LastKey));
        Assert.Equal("27670116110564327421", totals.Columns[0].Sum);
        Assert.Equal("-4.50", totals.Columns[1].Sum);
        Assert.Equal("6", totals.Columns[3].Sum);
        Assert.Equal("259200000000", totals.Columns[4].Sum);
        Assert.Null(totals.Columns[5].Sum);
        Assert.Equal(3, totals.Columns[5].NonNull);
    }

    [Fact]
    public void A_null_counts_for_nothing_whatever_number_lies_beneath_it()
    {
        var block = Rows(1, 777, 5, "x", 0);
        block.Columns[1].SetNull(0);
        block.Columns[3].Clear();
        block.Columns[3].SetNull(0);
        var counter = new TotalsCounter(Table);
        counter.Add(block);

        var totals = counter.Complete();

        Assert.Equal(new ColumnTotals("amount", 0, null), totals.Columns[1]);
        Assert.Equal(new ColumnTotals("name", 0, null), totals.Columns[3]);
    }

    [Fact]
    public void Differences_names_every_figure_that_differs_and_nothing_else()
    {
        var expected = Count(Rows(1, 1000, 0, "abc", 0));
        var actual = Count(Rows(1, 1001, 0, "ab", 0));

        Assert.Empty(expected.Differences(Count(Rows(1, 1000, 0, "abc", 0))));
        Assert.Equal(
            ["amount: sum 10.00 expected, 10.01 found", "name: sum 3 expected, 2 found"],
            expected.Differences(actual).Skip(1));
        Assert.StartsWith("fingerprint ", expected.Differences(actual)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 2, "0.00")]
    [InlineData("-5", 2, "-0.05")]
    [InlineData("12345", 0, "12345")]
    [InlineData("-170141183460469231731687303715884105728", 38, "-1.70141183460469231731687303715884105728")]
    public void An_exact_decimal_is_written_as_a_warehouse_writes_it(string unscaled, int scale, string expected) =>
        Assert.Equal(expected, ExactDecimal.Format(Int128.Parse(unscaled), scale));

    private static TableTotals Count(RowBlock block)
    {
        var counter = new TotalsCounter(Table);
        counter.Add(block);
        return counter.Complete();
    }

    private static RowBlock Rows(long id, long cents, Int128 wide, string name, long day)
    {
        var block = new RowBlock(Table, 4) { Count = 1 };
        block.Columns[0].Longs[0] = id;
        block.Columns[1].Longs[0] = cents;
        block.Columns[2].Wides[0] = wide;
        block.Columns[3].SetBytes(0, System.Text.Encoding.UTF8.GetBytes(name));
        block.Columns[4].Longs[0] = day;
        block.Columns[5].Doubles[0] = 0.5;
        return block;
    }
}
