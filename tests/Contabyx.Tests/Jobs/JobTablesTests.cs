using Contabyx.Engine.Jobs;

namespace Contabyx.Tests.Jobs;

public sealed class JobTablesTests
{
    private static readonly JobPlace Somewhere = new(7, 9);

    private static readonly TableSchema[] Schema =
    [
        Table("orders", "id", "email", "note"), Table("orders_2024", "id", "email"), Table("customers", "id", "Email_Work"),
        Table("log_tmp", "id"),
    ];

    [Fact]
    public void A_table_with_an_entry_of_its_own_belongs_to_no_wildcard_wherever_it_stands()
    {
        var resolved = Resolve([Entry("o*") with { Selection = new() { Table = "o*", Mode = ReadMode.Differences } }, Entry("ORDERS")], []);
        Assert.Equal([("orders_2024", ReadMode.Differences), ("orders", ReadMode.Full)],
            resolved.Select(one => (one.Selection.Table!, one.Selection.Mode)));
    }

    [Fact]
    public void The_first_wildcard_takes_a_table_and_what_is_excluded_no_wildcard_takes() => Assert.Equal(
        ["customers", "orders", "orders_2024"], Resolve([Entry("c*"), Entry("*")], ["*_tmp"]).Select(one => one.Selection.Table));

    [Fact]
    public void What_a_job_says_of_all_tables_counts_where_a_column_fits()
    {
        var usual = new Dictionary<string, MaskKind> { ["email*"] = MaskKind.Hash };
        var resolved = Resolve([Entry("*") with { UsualMasks = usual, UsualExcludedColumns = ["note"] }], []);
        Assert.Equal(["customers", "orders", "orders_2024"],
            resolved.Where(one => one.Selection.Masks.Count == 1).Select(one => one.Selection.Table).Order());
        Assert.Equal(["orders"], resolved.Where(one => one.Selection.ExcludedColumns.Count == 1).Select(one => one.Selection.Table));
    }

    [Fact]
    public void An_entry_keeps_its_own_mask_where_the_job_has_another_one_of_the_same_name()
    {
        var entry = Entry("orders") with
        {
            Selection = new() { Table = "orders", Masks = Masks("email", MaskKind.Null) },
            UsualMasks = Masks("email", MaskKind.Hash),
        };
        Assert.Equal(MaskKind.Null, Assert.Single(Assert.Single(Resolve([entry], [])).Selection.Masks).Value);
    }

    [Fact]
    public void A_misspelt_mask_of_a_wildcard_keeps_all_its_tables_out()
    {
        var tables = Tables([Entry("*") with { Selection = new() { Table = "*", Masks = Masks("emial", MaskKind.Hash) } }], []);
        Assert.Empty(tables.Resolve());
        Assert.Equal(new JobPlace(7, 9), Assert.Single(tables.Problems).Place);
    }

    [Theory]
    [InlineData("emial", "customers", 0, 1)]
    [InlineData("email_work", "customers", 3, 0)]
    [InlineData("*cpf*", "customers", 3, 0)]
    [InlineData("emial", "missing", 0, 1)]
    [InlineData("email", "missing", 3, 0)]
    [InlineData("email_work", "missing", 0, 1)]
    public void A_misspelt_mask_of_all_tables_keeps_all_of_them_out_even_if_one_is_missing(
        string mask, string other, int resolved, int problems)
    {
        var tables = Tables([Entry("o*") with { UsualMasks = Masks(mask, MaskKind.Hash) }, Entry(other)], []);
        Assert.Equal((resolved, problems), (tables.Resolve().Count, tables.Problems.Count));
    }

    [Fact]
    public void Where_no_table_is_found_each_says_so_itself()
    {
        var tables = Tables([Entry("missing") with { UsualMasks = Masks("emial", MaskKind.Hash) }], []);
        Assert.Equal("emial", Assert.Single(Assert.Single(tables.Resolve()).Selection.Masks).Key);
        Assert.Empty(tables.Problems);
    }

    [Fact]
    public void A_wildcard_that_fits_nothing_is_told()
    {
        var tables = Tables([Entry("x*"), Entry("orders")], []);
        Assert.Single(tables.Resolve());
        Assert.Contains("No table matches 'x*'", Assert.Single(tables.Problems).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<JobTable> Resolve(IReadOnlyList<JobTable> entries, IReadOnlyList<string> excluded) =>
        Tables(entries, excluded).Resolve();

    private static JobTables Tables(IReadOnlyList<JobTable> entries, IReadOnlyList<string> excluded) => new(
        "/x.job.psd1", new JobDatabase { Tables = entries, ExcludedTables = excluded, Place = Somewhere }, Schema);

    private static JobTable Entry(string table) => new() { Selection = new() { Table = table }, Place = Somewhere };

    private static Dictionary<string, MaskKind> Masks(string column, MaskKind mask) =>
        new(StringComparer.OrdinalIgnoreCase) { [column] = mask };

    private static TableSchema Table(string name, params string[] columns) =>
        new(name, [.. columns.Select(column => new ColumnSchema(column, ColumnType.Text(20)))], [columns[0]]);
}
