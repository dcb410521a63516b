using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>A missing privilege is reported before the first row is read, with the statement that grants it.</summary>
public sealed class RedshiftRightsTests
{
    private static readonly LoadNeeds Marking = new("Orders") { MarkColumn = "gone_at" };
    private static readonly LoadNeeds Growing = new("Orders") { RecordsWatermark = true };

    [Fact]
    public async Task A_load_that_marks_deleted_rows_needs_UPDATE()
    {
        var rights = new Answers { Orders = ["orders", "t", "t", "t", "f", "t"] };

        Assert.Empty(await rights.FindAsync(new LoadNeeds("Orders")));
        var refusal = Assert.Single(await rights.FindAsync(Marking)).Value;
        Assert.Contains("'IAMR:Ana' lacks UPDATE on the table Orders.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("GRANT UPDATE ON sales.Orders TO \"IAMR:Ana\".", refusal.Advice);
    }

    [Theory]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, true, false)]
    [InlineData(false, false, false, true)]
    public async Task A_mark_can_be_added_by_the_owner_or_by_who_may_alter_the_table(
        bool owns, bool exists, bool mayAlter, bool isRefused)
    {
        var rights = new Answers
        {
            Orders = ["orders", "t", "t", "t", "t", owns ? "t" : "f"],
            Columns = exists ? [["orders", "GONE_AT"]] : [["orders", "id"]],
            Alterable = mayAlter ? [["orders"]] : [],
        };

        var found = await rights.FindAsync(Marking);

        Assert.Equal(isRefused ? 1 : 0, found.Count);
        if (!isRefused)
            return;
        Assert.Contains("'IAMR:Ana' may not add gone_at to the table orders: somebody else owns it.", found["orders"].Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "GRANT ALTER ON sales.orders TO \"IAMR:Ana\", or let its owner run: ALTER TABLE sales.orders ADD COLUMN gone_at TIMESTAMP.",
            found["orders"].Advice);
    }

    [Fact]
    public async Task The_first_watermark_in_an_old_history_needs_its_owner()
    {
        var rights = new Answers
        {
            History = ["contabyx_load_history", "t", "t", "f", "f", "f"],
            Columns = [["contabyx_load_history", "run_id"]]
        };

        Assert.Empty(await rights.FindAsync(new LoadNeeds("Orders")));
        var refusal = (await rights.FindAsync(Growing, new LoadNeeds("Notes")))["Orders"];
        Assert.Contains("may not add watermark_column and watermark to the load history", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            "GRANT ALTER ON sales.contabyx_load_history TO \"IAMR:Ana\", or let its owner run: "
            + "ALTER TABLE sales.contabyx_load_history ADD COLUMN watermark_column VARCHAR(256); ALTER TABLE",
            refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_grants_cannot_be_read_the_load_decides()
    {
        var rights = new Answers { Orders = ["orders", "t", "t", "t", "t", "f"], Alterable = null };

        Assert.Empty(await rights.FindAsync(Marking));
    }

    [Fact]
    public async Task Who_may_not_read_which_years_are_archived_is_told_before_rows_are_read()
    {
        Assert.Empty(await new Answers { Ledger = ["contabyx_archive", "t", "f", "f", "f", "f"] }.FindAsync(new LoadNeeds("Orders")));

        var refusal = await Assert.ThrowsAsync<WarehouseException>(() =>
            new Answers { Ledger = ["contabyx_archive", "f", "f", "f", "f", "f"] }.FindAsync(new LoadNeeds("Orders")));

        Assert.Contains("'IAMR:Ana' lacks SELECT on the table contabyx_archive.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("GRANT SELECT ON sales.contabyx_archive TO \"IAMR:Ana\".", refusal.Advice);
    }

    private sealed class Answers : IQueried
    {
        public string?[] Orders { get; init; } = ["orders", "t", "t", "t", "t", "t"];

        public string?[] History { get; init; } = ["contabyx_load_history", "t", "t", "f", "f", "t"];

        public string?[]? Ledger { get; init; }

        public IReadOnlyList<string?[]> Columns { get; init; } = [];

        public IReadOnlyList<string?[]>? Alterable { get; init; } = [];

        public string Address => "redshift://someone@cluster:5439/dev";

        public string TextType => "VARCHAR";

        public string QuoteTable(string name) => name;

        public Task<IReadOnlyDictionary<string, WarehouseException>> FindAsync(params LoadNeeds[] loads) =>
            new RedshiftRights(this, "sales", new RedshiftWords("sales"), SqlFile.Load("redshift/catalog.sql"))
                .FindMissingAsync(loads, TestContext.Current.CancellationToken);

        public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) => Task.FromResult(
            sql.Contains("svv_relation_privileges", StringComparison.Ordinal) ? Alterable
                ?? throw new WarehouseException(Address, "no view.", "")
            : sql.Contains("FROM information_schema.columns", StringComparison.Ordinal) ? Columns
            : sql.Contains("has_table_privilege", StringComparison.Ordinal)
                ? [History, Orders, ["notes", "t", "t", "t", "t", "t"], .. Ledger is null ? (string?[][])[] : [Ledger]]
            : (IReadOnlyList<string?[]>)[["t", "t", "IAMR:Ana"]]);
    }
}
