using Contabyx.Engine.Reading;

namespace Contabyx.Tests;

/// <summary>What a selection makes of a table, and what it refuses, without any source.</summary>
public sealed class SelectionPlanTests
{
    private static readonly TableSchema People = new(
        "people",
        [
            new("id", ColumnType.Of(ColumnKind.Int64)),
            new("name", ColumnType.Text(400)),
            new("email", ColumnType.Text(400), Nullable: true),
            new("born", ColumnType.Of(ColumnKind.Date), Nullable: true),
            new("updated_at", ColumnType.Of(ColumnKind.Timestamp)),
        ],
        ["id"]);

    private static readonly TableSelection All = new() { Table = "people" };

    [Fact]
    public void Nothing_chosen_is_the_whole_table()
    {
        var plan = SelectionPlan.Of(All, People, hasMaskKey: false);

        Assert.Equal(People.Columns, plan.Sent.Columns);
        Assert.Equal(("people", 0), (plan.Sent.Name, plan.Sent.RangeKey));
        Assert.False(plan.HasMasks);
    }

    [Theory]
    [InlineData("id,name", "", "id name")]
    [InlineData("*", "e*", "id name born updated_at")]
    [InlineData("[a-i]*", "", "id email born")]
    [InlineData("?a*,ID", "", "id name")]
    [InlineData("", "EMAIL,nothing*", "id name born updated_at")]
    [InlineData("updated_at,id", "", "id updated_at")]
    public void Columns_are_chosen_by_patterns_in_the_order_of_the_table(string wanted, string unwanted, string expected)
    {
        var plan = SelectionPlan.Of(All with { Columns = Split(wanted), ExcludedColumns = Split(unwanted) }, People, false);

        Assert.Equal(expected, string.Join(' ', plan.Sent.Columns.Select(column => column.Name)));
        Assert.Equal(People.Columns.Select(column => column.Name), plan.Source.Relation!.AllColumns);
    }

    [Fact]
    public void Names_may_be_exchanged_and_the_key_follows()
    {
        var renames = new Dictionary<string, string> { ["ID"] = "email", ["email"] = "id" };

        var plan = SelectionPlan.Of(All with { Renames = renames, As = "persons" }, People, false);

        Assert.Equal(["email", "name", "id", "born", "updated_at"], plan.Sent.Columns.Select(column => column.Name));
        Assert.Equal(["email"], plan.Sent.Key);
        Assert.Equal(("persons", "people", 0), (plan.Sent.Name, plan.Source.Relation!.Name, plan.Sent.RangeKey));
        Assert.Equal("id", plan.SourceNameOf("email"));
    }

    [Fact]
    public void Masks_have_the_types_of_what_is_sent_and_an_exact_name_comes_first()
    {
        var masks = new Dictionary<string, MaskKind>
        {
            ["*"] = MaskKind.Redact, ["id"] = MaskKind.Hash, ["email"] = MaskKind.Last4, ["born"] = MaskKind.Null,
        };

        var plan = SelectionPlan.Of(All with { Masks = masks }, People, hasMaskKey: true);

        Assert.Equal(
            ["VARCHAR(64)", "VARCHAR(8)", "VARCHAR(20)", "DATE", "VARCHAR(8)"], plan.Sent.Columns.Select(column => column.Type.ToString()));
        Assert.Equal((-1, "id"), (plan.Sent.RangeKey, plan.Sent.Key[0]));
        Assert.Equal(0, plan.Source.RangeKey);
        Assert.True(plan.Sent.Columns[3].Nullable);
    }

    [Fact]
    public void A_key_that_is_left_out_is_none()
    {
        var plan = SelectionPlan.Of(All with { ExcludedColumns = ["id"] }, People, false);

        Assert.Empty(plan.Sent.Key);
        Assert.Empty(plan.Source.Key);
    }

    [Fact]
    public void A_key_that_is_given_is_never_null()
    {
        var plan = SelectionPlan.Of(All with { Key = ["Email"] }, People, false);

        Assert.Equal(["email"], plan.Sent.Key);
        Assert.False(plan.Sent.Columns[2].Nullable);
    }

    public static TheoryData<string, TableSelection, string[]> Refused { get; } = new()
    {
        { "unknown column", All with { Columns = ["nam"] }, ["people", "-Column", "nam", "updated_at"] },
        { "unknown left out", All with { ExcludedColumns = ["e-mail"] }, ["people", "-ExcludeColumn", "e-mail"] },
        { "no column left", All with { ExcludedColumns = ["*"] }, ["people", "no column", "-ExcludeColumn|-Column"] },
        { "unknown renamed", All with { Renames = new Dictionary<string, string> { ["x"] = "y" } }, ["people", "-Rename", "x"] },
        { "name taken", All with { Renames = new Dictionary<string, string> { ["email"] = "NAME" } }, ["people", "email", "NAME"] },
        { "empty name", All with { Renames = new Dictionary<string, string> { ["email"] = " " } }, ["people", "email", "-Rename"] },
        { "left out and renamed", All with { Columns = ["id"], Renames = new Dictionary<string, string> { ["email"] = "mail" } },
            ["email", "left out"] },
        { "unknown masked", Mask("mail", MaskKind.Hash), ["people", "-Mask", "mail"] },
        { "key redacted", Mask("id", MaskKind.Redact), ["people", "id", "key", "Hash"] },
        { "key as NULL", Mask("id", MaskKind.Null), ["people", "id", "key", "Hash"] },
        { "key cut", Mask("i*", MaskKind.Last4), ["people", "id", "key", "Hash"] },
        { "no key for hashes", Mask("email", MaskKind.Hash), ["people", "email", "CONTABYX_MASK_KEY", "-MaskKey"] },
        { "two masks", All with { Masks = new Dictionary<string, MaskKind> { ["e*"] = MaskKind.Null, ["*l"] = MaskKind.Redact } },
            ["email", "Null", "Redact"] },
        { "unknown key", All with { Key = ["ident"] }, ["people", "-Key", "ident"] },
        { "key left out", All with { Key = ["id"], ExcludedColumns = ["id"] }, ["people", "-Key", "id"] },
        { "watermark masked", Mask("updated_at", MaskKind.Null) with { Watermark = "updated_at" }, ["people", "updated_at", "masked"] },
        { "watermark unknown", All with { Watermark = "changed" }, ["people", "-Watermark", "changed"] },
        { "watermark left out", All with { Watermark = "updated_at", Columns = ["id"] }, ["people", "updated_at", "left out"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_had_is_refused_by_name_with_the_way_out(string case_, TableSelection selection, string[] told)
    {
        var refusal = Assert.Throws<TableRefusedException>(() => SelectionPlan.Of(selection, People, hasMaskKey: false));

        TestContext.Current.TestOutputHelper?.WriteLine($"{case_}: {refusal.Message} {refusal.Advice}");
        Assert.All(told, words => Assert.Contains(
            words.Split('|'), word => $"{refusal.Message} {refusal.Advice}".Contains(word, StringComparison.Ordinal)));
        Assert.Equal("people", refusal.Target);
    }

    private static TableSelection Mask(string column, MaskKind mask) =>
        All with { Masks = new Dictionary<string, MaskKind> { [column] = mask } };

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
