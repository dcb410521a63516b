using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

public sealed class RunCheckTests
{
    [Fact]
    public void Two_refused_tables_may_differ_in_case_only() =>
        Assert.Equal(["Orders", "orders"], RunCheck.Verify(Document("Orders", "orders"), "run.json").Refused!.Select(table => table.Table));

    [Fact]
    public void A_table_is_not_refused_twice() =>
        Assert.Contains("twice", Assert.Throws<DamagedFileException>(() => RunCheck.Verify(Document("Orders", "Orders"), "run.json")).Message, StringComparison.Ordinal);

    private static RunDocument Document(params string[] refused) => new(
        RunDocument.CurrentVersion,
        RunId.New(DateTimeOffset.UnixEpoch),
        new ExportOrigin("mysql://h/d", SnapshotLevel.Consistent, DateTimeOffset.UnixEpoch, [], 0),
        [],
        [.. refused.Select(name => new RefusedTable(name, LoadMode.Replace, "reason", "advice"))]);
}
