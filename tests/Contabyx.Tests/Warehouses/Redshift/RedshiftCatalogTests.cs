using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

public sealed class RedshiftCatalogTests
{
    private readonly List<string> _asked = [];

    [Theory]
    [InlineData("BASE TABLE", "t", "t", "t", null, null)]
    [InlineData("BASE TABLE", "f", "t", "t", "this user lacks the privilege INSERT on it", null)]
    [InlineData("BASE TABLE", "t", "f", "t", "this user lacks the privilege SELECT on it", null)]
    [InlineData("BASE TABLE", "t", "t", "f", null, "this user lacks the privilege DELETE on it")]
    [InlineData("VIEW", "t", "t", "t", "it is a view in the warehouse, not a table", null)]
    public async Task Rights_that_are_missing_are_named(
        string kind, string insert, string select, string delete, string? insertRefusal, string? deleteRefusal)
    {
        var table = Assert.Single(await Catalog([["t", kind, insert, select, delete]]).ReadAsync(["T"], Stop));

        Assert.Equal((insertRefusal, deleteRefusal), (table.InsertRefusal, table.DeleteRefusal));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(100, 5)]
    [InlineData(250, 15)]
    public async Task A_hundred_tables_are_asked_for_at_once(int tables, int questions)
    {
        await Catalog([]).ReadAsync([.. Enumerable.Range(0, tables).Select(i => $"t{i}")], Stop);

        Assert.Equal(questions, _asked.Count);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RedshiftCatalog Catalog(IReadOnlyList<string?[]> relations) =>
        new("public", new RedshiftWords("public"), (sql, _) =>
        {
            _asked.Add(sql);
            return Task.FromResult<IReadOnlyList<string?[]>>(
                sql.Contains("FROM svv_columns", StringComparison.Ordinal)
                    ? [["t", "id", "integer", null, "32", "0", "NO", null]]
                    : sql.Contains("has_table_privilege", StringComparison.Ordinal) ? relations : []);
        });
}
