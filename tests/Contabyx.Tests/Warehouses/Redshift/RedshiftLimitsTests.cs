using Contabyx.Engine.Fitting;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

public sealed class RedshiftLimitsTests
{
    private static readonly ColumnType Number = ColumnType.Of(ColumnKind.Int32);

    [Theory]
    [InlineData("xmin")]
    [InlineData("CTID")]
    [InlineData("oid")]
    [InlineData("tableoid")]
    [InlineData("cmin")]
    [InlineData("cmax")]
    [InlineData("xmax")]
    [InlineData("insertxid")]
    [InlineData("deletexid")]
    public void The_names_of_system_columns_are_no_names(string name) => Assert.Equal(
        [$"Redshift reserves the column name {name}"], Problems(new ColumnSchema("id", Number), new ColumnSchema(name, Number)));

    [Theory]
    [InlineData(38, 37, false)]
    [InlineData(38, 38, true)]
    [InlineData(39, 0, true)]
    public void Decimals_have_38_digits_37_of_them_behind_the_point(int precision, int scale, bool refused) =>
        Assert.Equal(refused ? 1 : 0, Problems(new ColumnSchema("d", ColumnType.Decimal(precision, scale))).Count);

    [Theory]
    [InlineData(1017, false)]
    [InlineData(1600, false)]
    [InlineData(1601, true)]
    public void Tables_have_1600_columns(int columns, bool refused) => Assert.Equal(
        refused ? ["it has 1601 columns, and Redshift allows at most 1600"] : [],
        Problems([.. Enumerable.Range(0, columns).Select(i => new ColumnSchema($"c{i}", Number))]));

    [Fact]
    public void Names_that_would_be_cut_off_or_fall_together_are_refused()
    {
        var name = new string('é', 64);

        Assert.Equal(
            [$"the name {name} has 128 bytes, more than the 127 bytes that the warehouse allows",
                "the columns Id and id differ only in case"],
            Problems(new ColumnSchema("Id", Number), new ColumnSchema(name, Number), new ColumnSchema("id", Number)));
    }

    [Fact]
    public void A_name_of_a_temporary_table_is_refused() => Assert.StartsWith(
        "a name that begins with #",
        Assert.Single(RedshiftLimits.Problems(new TableSchema("#t", [new ColumnSchema("id", Number)], []))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("super", null, "j is SUPER")]
    [InlineData("time with time zone", null, "j is TIME WITH TIME ZONE")]
    [InlineData("geometry", null, "j is GEOMETRY")]
    [InlineData("hllsketch", null, "j is HLLSKETCH")]
    [InlineData("interval day to second", null, "j is INTERVAL DAY TO SECOND")]
    [InlineData("integer", "\"identity\"(100, 0, '1,1'::text)", "j is an IDENTITY column")]
    [InlineData("integer", "\"default_identity\"(100, 0, '1,1'::text)", "j is an IDENTITY column")]
    [InlineData("character varying", "'identity'::character varying", null)]
    [InlineData("integer", null, null)]
    public void Columns_that_take_no_value_of_rows_say_so(string type, string? defaultValue, string? conflict)
    {
        var found = RedshiftTypes.Column("j", type, "20", null, null, true, defaultValue);
        var rows = new ColumnSchema("j", found.Type, Nullable: true);

        var conflicts = TableFit.Of(new TableSchema("T", [rows], []), new TableSchema("T", [found], [])).Conflicts;

        Assert.Equal(conflict is null ? 0 : 1, conflicts.Count);
        Assert.StartsWith(conflict ?? "", conflicts.FirstOrDefault() ?? "", StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Problems(params ColumnSchema[] columns) =>
        RedshiftLimits.Problems(new TableSchema("T", columns, []));
}
