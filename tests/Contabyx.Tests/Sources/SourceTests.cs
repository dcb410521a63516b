using Contabyx.Engine.Books;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Sources;

namespace Contabyx.Tests;

public sealed class SourceTests
{
    [Theory]
    [InlineData(0, 16)]
    [InlineData(11, 16)]
    [InlineData(12, 24)]
    [InlineData(17, 32)]
    [InlineData(100, 192)]
    [InlineData(40_000, 65_535)]
    [InlineData(5_000_000_000, 65_535)]
    public void A_measured_length_leaves_room_for_half_as_much_again(long longest, int expected) =>
        Assert.Equal(expected, MeasuredLengths.WithRoom(longest));

    [Fact]
    public async Task The_embedded_source_measures_bytes_and_never_widens()
    {
        using var folder = new TemporaryFolder();
        var pipeline = new Pipeline(folder.Path);
        await pipeline.NewBatchesAsync(new BatchRequest { Days = 30 });
        await using var source = Addresses.OpenSource(pipeline.Connection);
        var measured = await source.MeasureAsync(BooksSchema.Clients, Stop);
        int[] lengths = [.. measured.Columns.Where(column => column.Type.Length > 0).Select(column => column.Type.Length)];
        Assert.Equal(10, lengths[0]);
        Assert.InRange(lengths[1], 24, 96);
        Assert.Equal(BooksSchema.Clients.Columns.Select(column => column.Name), measured.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task A_file_that_is_no_database_fails_the_check_with_advice()
    {
        using var folder = new TemporaryFolder();
        var connection = EmbeddedTwin.Connection(folder.Path);
        await File.WriteAllTextAsync(
            connection.Source["duckdb:".Length..], new string('x', 20_000), Stop);
        await using var source = Addresses.OpenSource(connection);
        var check = Assert.Single(await source.CheckAsync(Stop).ToListAsync(Stop));
        Assert.Equal((CheckOutcome.Failed, true), (check.Outcome, check.Advice is not null));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
