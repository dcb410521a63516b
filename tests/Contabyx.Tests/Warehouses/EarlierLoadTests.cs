using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Tests;

public sealed class EarlierLoadTests
{
    // Loads, the latest first: run, mode, content, first and last key.
    [Theory]
    [InlineData("R", "R:Append:x:1-9", "R")]
    [InlineData("none", "", null)]
    [InlineData("the same content", "A:Merge:h:1-9", "A")]
    [InlineData("the same content in another way", "A:Append:h:1-9", null)]
    [InlineData("other content", "A:Merge:x:1-9", null)]
    [InlineData("later keys that overlap", "B:Merge:x:9-20 A:Merge:h:1-9", null)]
    [InlineData("later keys beside it", "B:Merge:x:10-20 A:Merge:h:1-9", "A")]
    [InlineData("later keys that nobody knows", "B:Merge:x:- A:Merge:h:1-9", null)]
    [InlineData("a later append", "B:Append:x:5-5 A:Merge:h:1-9", "A")]
    [InlineData("later rows instead of all", "B:Replace:x:10-20 A:Merge:h:1-9", null)]
    [InlineData("later differences", "B:Differences:x:10-20 A:Merge:h:1-9", null)]
    [InlineData("an earlier replacement", "A:Merge:h:1-9 B:Replace:x:1-9", "A")]
    [InlineData("it came again after that", "C:Merge:h:1-9 B:Replace:x:1-9 A:Merge:h:1-9", "C")]
    [InlineData("this run before all else", "B:Merge:x:1-9 A:Merge:h:1-9 R:Merge:h:1-9", "R")]
    public void The_latest_load_of_the_same_rows_counts_unless_a_later_one_may_have_changed_them(
        string because, string loads, string? expected) =>
        Assert.True(EarlierLoad.Choose(Rows(loads), Load(LoadMode.Merge))?.Run == expected, because);

    [Theory]
    [InlineData("B:Append:x:10-20 A:Replace:h:1-9", null)]
    [InlineData("A:Replace:h:1-9", "A")]
    public void Any_later_load_ends_the_validity_of_a_replacement(string loads, string? expected) =>
        Assert.Equal(expected, EarlierLoad.Choose(Rows(loads), Load(LoadMode.Replace))?.Run);

    [Fact]
    public void A_run_that_read_differences_is_recognised_only_by_its_name()
    {
        var load = Load(LoadMode.Differences) with { Sync = new TableSync() };

        Assert.Null(EarlierLoad.Choose(Rows("A:Differences:h:1-9"), load));
        Assert.Equal("R", EarlierLoad.Choose(Rows("A:Differences:h:1-9 R:Differences:h:1-9"), load)?.Run);
    }

    private static TableLoad Load(LoadMode mode) => new()
    {
        Run = "R",
        Table = new TableSchema("t", [new ColumnSchema("id", ColumnType.Of(ColumnKind.Int32))], ["id"]),
        Mode = mode,
        ManifestUri = "s3://b/m",
        FileUris = ["s3://b/1"],
        Format = FileFormat.Csv,
        Compression = FileCompression.None,
        NullMarker = NullMarkers.Default,
        ContentHash = "h",
        Bytes = 1,
    };

    private static IEnumerable<LoadRecord> Rows(string loads) => loads.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(text => text.Split(':'))
        .Select(parts => new LoadRecord(
            parts[0], "t", Enum.Parse<LoadMode>(parts[1]), parts[2], 1, 1, 1, Key(parts[3], 0), Key(parts[3], 1),
            LoadProof.Proven, DateTimeOffset.UnixEpoch));

    private static long? Key(string range, int index) =>
        long.TryParse(range.Split('-')[index], System.Globalization.CultureInfo.InvariantCulture, out var key) ? key : null;
}
