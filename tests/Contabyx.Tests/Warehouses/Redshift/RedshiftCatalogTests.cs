using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;
using Npgsql;

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

    [Fact]
    public async Task A_cluster_without_SVV_views_is_asked_in_another_way_and_not_again_for_them()
    {
        var catalog = Catalog(sql => sql.Contains("svv_", StringComparison.Ordinal)
            ? throw Refused
            : sql.Contains("FROM information_schema.columns", StringComparison.Ordinal) ? [IntegerId] : []);

        Assert.NotNull(await catalog.ReadColumnsAsync("T", Stop));
        Assert.Single(await catalog.ReadAsync(["T"], Stop));

        Assert.Single(_asked, sql => sql.Contains("svv_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_sees_no_catalogue_gets_the_keys_of_own_tables()
    {
        var catalog = Catalog(sql => sql.Contains("FROM pg_constraint", StringComparison.Ordinal)
            ? throw Refused
            : sql.Contains("key_column_usage", StringComparison.Ordinal)
                ? [["t", "b", "PRIMARY KEY"], ["t", "a", "PRIMARY KEY"], ["t", "c", "UNIQUE"]] : []);

        Assert.Equal(["b", "a"], await catalog.ReadKeyAsync("T", Stop));
    }

    [Theory]
    [InlineData("57014", "canceling statement due to user request")]
    [InlineData("53200", "out of memory")]
    [InlineData("XX000", "1023 Serializable isolation violation on table")]
    public async Task A_question_that_came_at_a_bad_moment_is_asked_again_in_the_same_way(string state, string said)
    {
        var bad = true;
        var catalog = Catalog(sql => sql.Contains("FROM pg_constraint", StringComparison.Ordinal)
            ? bad ? throw Refusal(state, said) : [["t", "PRIMARY KEY (a)"]]
            : sql.Contains("svv_", StringComparison.Ordinal) && bad ? throw Refusal(state, said) : []);

        await Assert.ThrowsAsync<WarehouseException>(() => catalog.ReadColumnsAsync("T", Stop));
        await Assert.ThrowsAsync<WarehouseException>(() => catalog.ReadKeyAsync("T", Stop));
        bad = false;

        Assert.Equal(["a"], await catalog.ReadKeyAsync("T", Stop));
        await catalog.ReadColumnsAsync("T", Stop);
        Assert.DoesNotContain(_asked, sql => sql.Contains("information_schema", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("42501", "permission denied for relation pg_constraint")]
    [InlineData("0A000", "not supported")]
    [InlineData("42883", "function pg_get_constraintdef(oid) does not exist")]
    [InlineData("XX000", "Specified types or functions not supported on Redshift tables.")]
    public async Task What_was_refused_for_good_is_not_asked_again(string state, string said)
    {
        var catalog = Catalog(sql => sql.Contains("FROM pg_constraint", StringComparison.Ordinal) ? throw Refusal(state, said) : []);

        await catalog.ReadKeyAsync("T", Stop);
        await catalog.ReadKeyAsync("T", Stop);

        Assert.Single(_asked, sql => sql.Contains("FROM pg_constraint", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_a_refusal_leads_to_another_way_not_a_lost_connection()
    {
        var lost = new ConnectionException("redshift://x/d", "gone", "wait");

        await Assert.ThrowsAsync<ConnectionException>(() => Catalog(_ => throw lost).ReadColumnsAsync("T", Stop));

        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("Sales", "sales")]
    [InlineData("ÀÉx_9 İK", "ÀÉx_9 İk")]
    public async Task Names_are_folded_as_Redshift_folds_them(string given, string folded)
    {
        var catalog = new RedshiftCatalog(given, new RedshiftWords(given), (sql, _) =>
        {
            _asked.Add(sql);
            return Task.FromResult<IReadOnlyList<string?[]>>([]);
        });

        await catalog.ReadKeyAsync(given, Stop);

        Assert.Contains($"n.nspname = '{folded}' AND c.relname IN ('{folded}')", _asked[0], StringComparison.Ordinal);
    }

    private static string?[] IntegerId => ["t", "id", "integer", null, "32", "0", "NO", null];

    private static WarehouseException Refused => Refusal("42501", "permission denied for relation");

    private static WarehouseException Refusal(string state, string said) => Assert.IsType<WarehouseException>(RedshiftErrors.Name(
        ServerAddress.Parse("redshift://x/d", "redshift", 5439), "loader", new PostgresException(said, "ERROR", "ERROR", state)));

    private RedshiftCatalog Catalog(Func<string, IReadOnlyList<string?[]>> answer) =>
        new("public", new RedshiftWords("public"), (sql, _) =>
        {
            _asked.Add(sql);
            return Task.FromResult(answer(sql));
        });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RedshiftCatalog Catalog(IReadOnlyList<string?[]> relations) => Catalog(sql =>
        sql.Contains("FROM svv_columns", StringComparison.Ordinal)
            ? [IntegerId]
            : sql.Contains("has_table_privilege", StringComparison.Ordinal) ? relations : []);
}
