using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Outcomes;

namespace Contabyx.Tests;

/// <summary>What is removed, and what must never be.</summary>
public sealed class RunRemovalTests : IDisposable
{
    private readonly RunTwin _twin = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task A_run_is_removed_with_all_its_objects_and_nothing_else()
    {
        var kept = await _twin.LoadAsync();
        var run = await _twin.SendAsync();
        _twin.Damage(run, "Tax");
        await _twin.Pipeline.CopyAsync();
        string[] others = [.. Keys().Where(key => !key.Contains(run, StringComparison.Ordinal))];
        var history = (await new LoadHistory(_twin.Connection).ReadAsync(null, Stop)).Count;

        var found = Assert.Single(await _twin.FindAsync(name => name == run));
        Assert.Equal(Keys().Length - others.Length, found.Objects.Count);
        Assert.All(found.Uris, uri => Assert.True(File.Exists(new Uri(uri).LocalPath)));
        Assert.True(found.Failed > 0);
        await RemoveAsync(found);

        Assert.Equal(others, Keys());
        Assert.Equal(history, (await new LoadHistory(_twin.Connection).ReadAsync(null, Stop)).Count);
        Assert.Contains(others, key => key.Contains(kept, StringComparison.Ordinal));
        Assert.Contains("error/redshift.log", others);
        var entry = LogReader.Read(_twin.Connection.LogPath).Last();
        Assert.Equal((run, "The run was removed from the bucket."), (entry.Run, entry.Message));
        Assert.Equal((long)found.Objects.Count, entry.Facts["objects"]);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("processed")]
    public async Task A_removal_that_is_cut_short_leaves_nothing_that_is_loaded_in_part(string area)
    {
        var run = area == "data" ? await _twin.SendAsync() : await _twin.LoadAsync();
        var found = Assert.Single(await _twin.FindAsync(name => name == run));
        Assert.Equal(area == "data" ? found.Objects.Count : 0, found.Waiting);
        // A folder that cannot be deleted from ends the removal in the middle.
        Directory.Move(_twin.Path(area, run, "Tax"), _twin.HomePath("elsewhere"));
        Directory.CreateSymbolicLink(_twin.Path(area, run, "Tax"), _twin.HomePath("elsewhere"));

        await Assert.ThrowsAsync<DamagedFileException>(() => RemoveAsync(found));

        Assert.Equal(area == "processed", File.Exists(_twin.Path(area, run, "run.json")));
        Assert.Empty(await _twin.Pipeline.CopyAsync());
        Directory.Delete(_twin.Path(area, run, "Tax"));
        Directory.Move(_twin.HomePath("elsewhere"), _twin.Path(area, run, "Tax"));
        await RemoveAsync(Assert.Single(await _twin.FindAsync(name => name == run)));
        Assert.Empty(await _twin.FindAsync(name => name == run));
    }

    [Fact]
    public async Task Old_runs_are_found_by_their_newest_object_and_never_one_that_waits()
    {
        var old = await _twin.LoadAsync();
        var touched = await _twin.LoadAsync();
        var moving = await _twin.LoadAsync();
        var recent = await _twin.LoadAsync();
        var waits = await _twin.SendAsync();
        string[] aged = [.. new[] { old, touched, moving, waits }.Select(Age)];
        Directory.CreateDirectory(_twin.Path("data", aged[2]));
        File.Move(_twin.Path("processed", aged[2], "run.json"), _twin.Path("data", aged[2], "run.json"));
        File.SetLastWriteTimeUtc(_twin.Path("processed", aged[1], "run.json"), DateTime.UtcNow);

        await using var removal = new RunRemoval(_twin.Connection, new Remarks());
        var found = await removal.FindOlderAsync(TimeSpan.FromDays(30), Stop).ToListAsync(Stop);

        Assert.Equal([aged[0]], found.Select(run => run.Run));
        Assert.Empty(await removal.FindOlderAsync(TimeSpan.FromDays(3_000), Stop).ToListAsync(Stop));
        Assert.Contains(Keys(), key => key.Contains(recent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_says_that_it_deletes_nothing_by_itself()
    {
        var bucket = Addresses.OpenBucket(_twin.Connection);

        Assert.Contains("Remove-ContabyxRun", Assert.Single(bucket.RetentionSteps(30)), StringComparison.Ordinal);
    }

    // A run of last year: its name, and the times of its files.
    private string Age(string run)
    {
        var name = "2025" + run[4..];
        foreach (var area in (string[])["data", "processed"])
        {
            if (!Directory.Exists(_twin.Path(area, run)))
                continue;
            Directory.Move(_twin.Path(area, run), _twin.Path(area, name));
            foreach (var file in Directory.GetFiles(_twin.Path(area, name), "*", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-365));
        }

        return name;
    }

    private string[] Keys() => [.. ((string[])["data", "processed", "error"]).SelectMany(_twin.Pipeline.Keys)];

    private async Task RemoveAsync(RunObjects run)
    {
        await using var removal = new RunRemoval(_twin.Connection, new Remarks());
        Assert.False(await removal.RemoveAsync(run, Stop));
    }
}
