using Contabyx.Engine.Fitting;

namespace Contabyx.Tests;

public sealed class TableFitTests
{
    private static readonly TableSchema Table = Of(
        new ColumnSchema("id", ColumnType.Of(ColumnKind.Int64)), new ColumnSchema("text", ColumnType.Text(10), Nullable: true));

    [Fact]
    public void The_same_table_in_another_case_fits() => Assert.True(TableFit.Of(
        Table, Of([.. Table.Columns.Select(column => column with { Name = column.Name.ToUpperInvariant() })])).IsFit);

    [Fact]
    public void New_nullable_columns_are_added_and_longer_texts_widened()
    {
        var more = new ColumnSchema("more", ColumnType.Of(ColumnKind.Date), Nullable: true);
        var wider = Table.Columns[1] with { Type = ColumnType.Text(11) };

        var fit = TableFit.Of(Of(Table.Columns[0], wider, more), Table);

        Assert.Equal([more], fit.Added);
        Assert.Equal([wider], fit.Widened);
        Assert.Empty(fit.Conflicts);
    }

    [Theory]
    [InlineData(ColumnKind.Int64, ColumnKind.Int16, true)]
    [InlineData(ColumnKind.Int16, ColumnKind.Int64, false)]
    [InlineData(ColumnKind.Float64, ColumnKind.Float32, true)]
    [InlineData(ColumnKind.Timestamp, ColumnKind.TimestampTz, false)]
    [InlineData(ColumnKind.Timestamp, ColumnKind.Date, false)]
    public void A_column_holds_a_narrower_one_of_its_family(ColumnKind table, ColumnKind rows, bool fits) => Assert.Equal(
        fits,
        TableFit.Of(Of(new ColumnSchema("a", ColumnType.Of(rows))), Of(new ColumnSchema("a", ColumnType.Of(table)))).IsFit);

    [Theory]
    [InlineData(18, 2, 17, 2, true)]
    [InlineData(17, 2, 18, 2, false)]
    [InlineData(18, 3, 18, 2, false)]
    public void A_decimal_holds_another_of_its_scale(int precision, int scale, int wantedPrecision, int wantedScale, bool fits) =>
        Assert.Equal(
            fits,
            TableFit.Of(
                Of(new ColumnSchema("a", ColumnType.Decimal(wantedPrecision, wantedScale))),
                Of(new ColumnSchema("a", ColumnType.Decimal(precision, scale)))).IsFit);

    [Fact]
    public void Every_conflict_is_listed()
    {
        var found = Of(
            new ColumnSchema("id", ColumnType.Of(ColumnKind.Date)),
            new ColumnSchema("text", ColumnType.Text(10)),
            new ColumnSchema("own", ColumnType.Of(ColumnKind.Int16)),
            new ColumnSchema("filled", ColumnType.Of(ColumnKind.Int16)) { HasDefault = true });
        var wanted = Of([.. Table.Columns, new ColumnSchema("must", ColumnType.Of(ColumnKind.Int16))]);

        Assert.Equal(
            [
                "id is DATE in the table, and BIGINT in the rows",
                "text may be NULL in the rows, but is NOT NULL in the table",
                "must is missing, and cannot be added to existing rows, because it is NOT NULL",
                "own is NOT NULL in the table, and the rows have no such column",
            ],
            TableFit.Of(wanted, found).Conflicts);
    }

    private static readonly (ColumnType Table, ColumnType Rows, ColumnExtent Extent, bool Fits)[] Values =
    [
        (ColumnType.Text(10), ColumnType.Text(40), new ColumnExtent(false, 10), true),
        (ColumnType.Text(10), ColumnType.Text(40), new ColumnExtent(false, 11), false),
        (ColumnType.Text(10), ColumnType.Text(40), new ColumnExtent(true, 0), true),
        (new(ColumnKind.Binary, 4), new(ColumnKind.Binary, 8), new ColumnExtent(false, 4), true),
        (new(ColumnKind.Binary, 4), new(ColumnKind.Binary, 8), new ColumnExtent(false, 5), false),
        (ColumnType.Of(ColumnKind.Int16), ColumnType.Of(ColumnKind.Int64), Range("-32768", "32767"), true),
        (ColumnType.Of(ColumnKind.Int16), ColumnType.Of(ColumnKind.Int64), Range("-32769", "0"), false),
        (ColumnType.Of(ColumnKind.Int32), ColumnType.Of(ColumnKind.Int64), Range("0", "2147483648"), false),
        (ColumnType.Of(ColumnKind.Int32), ColumnType.Of(ColumnKind.Int64), new ColumnExtent(true), true),
        (ColumnType.Decimal(5, 2), ColumnType.Decimal(38, 2), Range("-999.99", "999.99"), true),
        (ColumnType.Decimal(5, 2), ColumnType.Decimal(38, 2), Range("0.00", "1000.00"), false),
        (ColumnType.Decimal(5, 1), ColumnType.Decimal(5, 2), Range("0.00", "1.00"), false),
        (ColumnType.Decimal(9, 0), ColumnType.Of(ColumnKind.Int32), Range("0", "1"), false),
        (ColumnType.Of(ColumnKind.Int32), ColumnType.Text(5), new ColumnExtent(false, 1), false),
        (ColumnType.Of(ColumnKind.Int32), ColumnType.Of(ColumnKind.Int64), Range("", "no number"), false),
    ];

    [Fact]
    public void A_narrower_column_fits_when_the_values_do()
    {
        var wrong = new List<string>();
        foreach (var (table, rows, extent, fits) in Values)
        {
            var there = new ColumnSchema("a", table, Nullable: true) { WidenRefusal = "it has a default" };
            var fit = TableFit.Of(Of(new ColumnSchema("a", rows, Nullable: true) { Extent = extent }), Of(there));
            if (fit.IsFit != fits || fit.Conflicts.Count != (fits ? 0 : 1))
                wrong.Add($"{table} for {rows} of {extent}: {string.Join("; ", fit.Conflicts)}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_text_that_cannot_be_widened_says_why_and_how_long_its_values_are()
    {
        var there = new ColumnSchema("code", ColumnType.Text(10)) { WidenRefusal = "it belongs to a PRIMARY KEY" };
        var rows = new ColumnSchema("code", ColumnType.Text(40)) { Extent = new ColumnExtent(false, 12) };

        Assert.Equal(
            ["code is VARCHAR(10) in the table, and the longest value of the rows has "
                + "12 bytes; it cannot be widened, because it belongs to a PRIMARY KEY"],
            TableFit.Of(Of(rows), Of(there)).Conflicts);
    }

    [Fact]
    public void A_column_that_takes_no_value_is_a_conflict_and_no_length_is_widened_for_it()
    {
        var there = new ColumnSchema("id", ColumnType.Of(ColumnKind.Int32)) { HasDefault = true, InsertRefusal = "is an IDENTITY column" };

        Assert.Equal(["id is an IDENTITY column"], TableFit.Of(Of(there with { InsertRefusal = null }), Of(there)).Conflicts);
        Assert.Empty(TableFit.Of(Of(), Of(there)).Conflicts);
    }

    [Fact]
    public void A_NULL_is_a_conflict_only_when_a_row_has_it()
    {
        var there = Of(new ColumnSchema("a", ColumnType.Text(5)));
        var rows = new ColumnSchema("a", ColumnType.Text(5), Nullable: true);

        Assert.True(TableFit.Of(Of(rows with { Extent = new ColumnExtent(false, 1) }), there).IsFit);
        Assert.Equal(
            ["a is NULL in some rows, but is NOT NULL in the table"],
            TableFit.Of(Of(rows with { Extent = new ColumnExtent(true, 1) }), there).Conflicts);
    }

    [Fact]
    public void Limits_are_those_of_the_table_where_it_is_narrower_and_stays_so()
    {
        var found = Of(
            new ColumnSchema("fixed", ColumnType.Text(10)) { WidenRefusal = "it has a default" },
            new ColumnSchema("free", ColumnType.Text(10), Nullable: true),
            new ColumnSchema("number", ColumnType.Of(ColumnKind.Int16), Nullable: true),
            new ColumnSchema("money", ColumnType.Decimal(9, 2), Nullable: true));
        var wanted = Of(
            new ColumnSchema("fixed", ColumnType.Text(40), Nullable: true),
            new ColumnSchema("FREE", ColumnType.Text(40), Nullable: true),
            new ColumnSchema("number", ColumnType.Of(ColumnKind.Int64), Nullable: true),
            new ColumnSchema("money", ColumnType.Decimal(38, 2), Nullable: true),
            new ColumnSchema("new", ColumnType.Text(7), Nullable: true));

        var limits = TableFit.Narrow(wanted, found);

        Assert.Equal(
            [ColumnType.Text(10), ColumnType.Text(40), ColumnType.Of(ColumnKind.Int16), ColumnType.Decimal(9, 2), ColumnType.Text(7)],
            limits.Columns.Select(column => column.Type));
        Assert.Equal([false, true, true, true, true], limits.Columns.Select(column => column.Nullable));
        Assert.Empty(TableFit.Of(limits, found).Conflicts);
    }

    private static ColumnExtent Range(string smallest, string largest) => new(false, Smallest: smallest, Largest: largest);

    private static TableSchema Of(params ColumnSchema[] columns) => new("T", columns, []);
}
