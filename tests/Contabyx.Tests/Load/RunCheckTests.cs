using System.Text;
using System.Text.Json.Nodes;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

public sealed class RunCheckTests
{
    [Fact]
    public void Two_refused_tables_may_differ_in_case_only() =>
        Assert.Equal(["Orders", "orders"], RunCheck.Verify(Document("Orders", "orders"), "run.json").Refused!.Select(table => table.Table));

    [Fact]
    public void A_table_is_not_refused_twice() =>
        Assert.Contains("twice", Assert.Throws<DamagedFileException>(
            () => RunCheck.Verify(Document("Orders", "Orders"), "run.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_document_keeps_the_layout_of_its_version()
    {
        var json = JsonNode.Parse(RunJson.Write(Document("Orders")))!.AsObject();

        Assert.Equal(["formatVersion", "run", "origin", "tables", "refused"], json.Select(property => property.Key));
        Assert.Equal(2, (int)json["formatVersion"]!);
        json.Remove("formatVersion");
        Assert.Throws<DamagedFileException>(() => RunJson.ReadRun(Encoding.UTF8.GetBytes(json.ToJsonString()), "run.json"));
    }

    private static Run Document(params string[] refused) => new(
        RunId.New(DateTimeOffset.UnixEpoch),
        new ExportOrigin("mysql://h/d", SnapshotLevel.Consistent, DateTimeOffset.UnixEpoch, [], 0),
        [],
        [.. refused.Select(name => new RefusedTable(name, LoadMode.Replace, "reason", "advice"))]);
}
