namespace Contabyx.Tests;

/// <summary>A large table goes in pieces, each committed for itself, and can be interrupted between any two.</summary>
public sealed class ChunkTests : IDisposable
{
    private readonly SyncTwin _twin = new() { Options = new ExportOptions { ChunkRows = 1000, Compression = FileCompression.None } };

    public void Dispose() => _twin.Dispose();

    [Theory]
    [InlineData("id BIGINT PRIMARY KEY, x VARCHAR", "i, 'x' || i")]
    [InlineData("id VARCHAR PRIMARY KEY, x VARCHAR", "'k' || i, 'x' || i")]
    public async Task The_last_piece_proves_the_whole_table(string definition, string values)
    {
        Fill(definition, values);

        var results = await _twin.RunAsync(Selection);

        Assert.InRange(results.Count, 5, 8);
        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(5000, results.Sum(result => result.RowsLoaded));
        Assert.True(results[^1].FiguresCompared > results[0].FiguresCompared);
        _twin.AssertSame("Big", "id, x");
    }

    [Theory]
    [InlineData("id BIGINT PRIMARY KEY, x VARCHAR", "i, 'x' || i")]
    [InlineData("id VARCHAR PRIMARY KEY, x VARCHAR", "'k' || i, 'x' || i")]
    [InlineData("id BIGINT, x VARCHAR", "i // 2, 'x'")]
    public async Task Killed_half_way_the_next_run_brings_only_the_rest(string definition, string values)
    {
        Fill(definition, values);
        Assert.Equal(3, (await _twin.SendAsync(Selection, runs: 3)).Count);
        var first = await _twin.CopyAsync();

        var rest = await _twin.RunAsync(Selection);

        Assert.All(first.Concat(rest), result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(5000, first.Concat(rest).Sum(result => result.RowsLoaded));
        _twin.AssertSame("Big", "id, x");
        await _twin.LoadAsync(Selection, LoadStatus.Unchanged);
    }

    [Fact]
    public async Task A_lost_piece_refutes_the_last_one_and_the_next_run_mends_it()
    {
        Fill("id BIGINT PRIMARY KEY, x VARCHAR", "i, 'x' || i");
        var runs = await _twin.SendAsync(Selection);
        Directory.Delete(Path.Combine(_twin.Home, "bucket", "data", runs[1]), recursive: true);

        var results = await _twin.CopyAsync();

        Assert.Equal((LoadStatus.Failed, LoadProof.Refuted), (results[^1].Status, results[^1].Proof));
        await _twin.RunAsync(Selection);
        _twin.AssertSame("Big", "id, x");
    }

    private static TableSelection Selection => new() { Table = "Big", Mode = ReadMode.Differences };

    private void Fill(string definition, string values) =>
        _twin.Source($"CREATE TABLE Big ({definition}); INSERT INTO Big SELECT {values} FROM range(5000) t(i)");
}
