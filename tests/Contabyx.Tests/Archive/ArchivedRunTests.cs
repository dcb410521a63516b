namespace Contabyx.Tests;

/// <summary>Runs of a table with archived years: what they say, and what happens if their files are loaded again.</summary>
public sealed class ArchivedRunTests : IDisposable
{
    private static readonly TableSelection Visits = new() { Table = "Visits" };

    private readonly ArchiveTwin _archive = new();

    private string Bucket => Path.Combine(_archive.Twin.Home, "bucket");

    public void Dispose() => _archive.Dispose();

    // The run was loaded, and stopped before its files were moved.
    [Theory]
    [InlineData(2016, LoadStatus.AlreadyLoaded)]
    [InlineData(2015, LoadStatus.Failed)]
    public async Task A_run_whose_rows_are_all_in_the_archive_is_known(int before, LoadStatus status)
    {
        _archive.Twin.Source("CREATE TABLE Visits (id BIGINT PRIMARY KEY, seen DATE NOT NULL); "
            + "INSERT INTO Visits VALUES (1, '2014-01-01'), (2, '2014-12-31'), (3, '2015-06-01')");
        await _archive.Twin.LoadAsync(Visits);
        var results = await _archive.ArchiveAsync(
            new ArchiveRequest("Visits") { Column = "seen", Before = new DateOnly(before, 1, 1) });
        Assert.All(results, year => Assert.Equal(ArchiveStatus.Archived, year.Status));
        _archive.Twin.Warehouse("DELETE FROM Visits");
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(Bucket, "processed")));
        Directory.Move(run, Path.Combine(Bucket, "data", Path.GetFileName(run)));

        var result = Assert.Single(await _archive.Twin.CopyAsync());

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData(ReadMode.Full)]
    [InlineData(ReadMode.Incremental)]
    [InlineData(ReadMode.Differences)]
    public async Task Each_run_says_which_years_it_left_out(ReadMode mode)
    {
        var selection = ArchiveTwin.Sales with { Mode = mode, Watermark = mode == ReadMode.Incremental ? "sold" : null };
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        await _archive.Twin.LoadAsync(selection, mode == ReadMode.Differences ? LoadStatus.Unchanged : LoadStatus.Loaded);
        if (mode == ReadMode.Incremental)
            await _archive.Twin.LoadAsync(selection);

        var last = Directory.GetFiles(Bucket, "run.json", SearchOption.AllDirectories).Max(StringComparer.Ordinal)!;

        Assert.Contains("yearsLeftOut", await File.ReadAllTextAsync(last, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
