using System.Text;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

public sealed class ExtentCounterTests
{
    private static readonly TableSchema Table = new(
        "T",
        [
            new("id", ColumnType.Of(ColumnKind.Int64), Nullable: true),
            new("amount", ColumnType.Decimal(18, 2), Nullable: true),
            new("wide", ColumnType.Decimal(38, 3), Nullable: true),
            new("name", ColumnType.Text(1000), Nullable: true),
            new("ratio", ColumnType.Of(ColumnKind.Float64), Nullable: true),
            new("day", ColumnType.Of(ColumnKind.Date)),
        ],
        []);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Extents_are_those_of_all_rows_in_blocks_of_any_size(int rows)
    {
        var random = new Random(rows);
        var all = Enumerable.Range(0, rows).Select(row => Row(random, row)).ToList();
        var counter = new ExtentCounter(Table);
        foreach (var block in TestRows.InBlocks(Table, all, () => random.Next(1, 200)))
            counter.Add(block);

        var columns = counter.Describe(Table).Columns;

        for (var i = 0; i < columns.Count; i++)
            Assert.Equal(Expected(all.ConvertAll(row => row[i]), Table.Columns[i].Type), columns[i].Extent);
    }

    [Fact]
    public void A_number_beneath_a_null_counts_for_nothing()
    {
        var block = new RowBlock(Table, 2) { Count = 1 };
        block.Columns[0].Longs[0] = 777;
        block.Columns[0].SetNull(0);
        block.Columns[1].Longs[0] = 5;
        block.Columns[3].SetNull(0);
        var counter = new ExtentCounter(Table);
        counter.Add(block);

        var columns = counter.Describe(Table).Columns;

        Assert.Equal(new ColumnExtent(HasNulls: true), columns[0].Extent);
        Assert.Equal(new ColumnExtent(HasNulls: false, Smallest: "0.05", Largest: "0.05"), columns[1].Extent);
        Assert.Equal(new ColumnExtent(HasNulls: true, Longest: 0), columns[3].Extent);
    }

    [Fact]
    public void A_document_without_extents_is_read_as_before()
    {
        var origin = new ExportOrigin("s", SnapshotLevel.Consistent, DateTimeOffset.UnixEpoch, [], 1);
        var table = new RunTable(
            Table, LoadMode.Replace, FileFormat.Csv, FileCompression.None, @"\N", new TableTotals(0, null, null, []), []);
        var document = new Run("R", origin, [table]);
        var with = document with { Tables = [table with { Schema = new ExtentCounter(Table).Describe(Table) }] };

        var old = Encoding.UTF8.GetString(RunJson.Write(document));
        var read = RunJson.ReadRun(RunJson.Write(with), "run.json");

        Assert.DoesNotContain("extent", old, StringComparison.Ordinal);
        Assert.Equal(Table.Columns, RunJson.ReadRun(Encoding.UTF8.GetBytes(old), "run.json").Tables[0].Schema.Columns);
        Assert.Equal(with.Tables[0].Schema.Columns, read.Tables[0].Schema.Columns);
    }

    private static object?[] Row(Random random, int row) =>
    [
        random.Next(20) == 0 && row > 200 ? null : random.NextInt64(-1_000_000, 1_000_000),
        random.Next(20) == 0 ? null : random.NextInt64(-99_999, 99_999),
        random.Next(3) == 0 ? null : (Int128)random.NextInt64() * random.Next(-9, 9),
        random.Next(9) == 0 ? null : new string('é', random.Next(0, 200)),
        random.NextDouble(),
        random.NextInt64(0, 20_000),
    ];

    private static ColumnExtent Expected(List<object?> values, ColumnType type)
    {
        var (nulls, there) = (values.Contains(null), values.Where(value => value is not null).ToList());
        if (type.Kind == ColumnKind.Text)
            return new ColumnExtent(nulls, there.Select(value => Encoding.UTF8.GetByteCount((string)value!)).DefaultIfEmpty().Max());
        if (type.Kind is not (ColumnKind.Int64 or ColumnKind.Decimal) || there.Count == 0)
            return new ColumnExtent(nulls);
        var numbers = there.ConvertAll(value => value is long number ? number : (Int128)value!);
        return new ColumnExtent(
            nulls,
            Smallest: ExactDecimal.Format(numbers.Min(), type.Scale),
            Largest: ExactDecimal.Format(numbers.Max(), type.Scale));
    }
}
