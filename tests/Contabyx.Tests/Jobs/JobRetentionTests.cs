using Contabyx.Engine.Jobs;
using Contabyx.Engine.Logs;

namespace Contabyx.Tests;

/// <summary>What a job says of the old runs that it removes.</summary>
public sealed class JobRetentionTests : IDisposable
{
    private readonly RunTwin _twin = new();

    public void Dispose() => _twin.Dispose();

    [Fact]
    public async Task A_run_with_tables_that_failed_is_removed_with_a_warning_and_another_one_without()
    {
        var good = Age(await _twin.LoadAsync());
        var sent = await _twin.SendAsync();
        _twin.Damage(sent, "Tax");
        await _twin.Pipeline.CopyAsync();
        var failed = Age(sent);
        Assert.True(Assert.Single(await _twin.FindAsync(name => name == failed)).Failed > 0);
        var notes = new Remarks();
        var job = new JobDefinition { Path = "/job.psd1", Name = "nightly", Databases = [], RetentionDays = 30 };

        var warnings = await new JobRetention(job, _twin.Connection, notes).RemoveAsync(TestContext.Current.CancellationToken);

        var text = $"The run {failed} was removed, including the files of its tables that failed.";
        Assert.Equal([text], warnings);
        Assert.Equal([text], notes.Warnings);
        Assert.Contains($"The run {good} was removed from the bucket.", notes.Notes);
        Assert.Contains(LogReader.Read(_twin.Connection.LogPath), entry => (entry.Level, entry.Message) == (LogLevel.Warning, text));
        Assert.Empty(await _twin.FindAsync(name => name == good || name == failed));
    }

    // A run of last year: its name, and the times of its files.
    private string Age(string run)
    {
        var name = "2025" + run[4..];
        foreach (var area in new[] { "processed", "error" }.Where(area => Directory.Exists(_twin.Path(area, run))))
        {
            Directory.Move(_twin.Path(area, run), _twin.Path(area, name));
            foreach (var file in Directory.GetFiles(_twin.Path(area, name), "*", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-365));
        }

        return name;
    }
}
