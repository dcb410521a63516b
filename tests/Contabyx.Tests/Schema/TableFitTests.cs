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
                "must is missing, and cannot be added to rows that are there, since it is NOT NULL",
                "own is NOT NULL in the table, and the rows have no such column",
            ],
            TableFit.Of(wanted, found).Conflicts);
    }

    private static TableSchema Of(params ColumnSchema[] columns) => new("T", columns, []);
}
