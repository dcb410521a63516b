using Contabyx.Engine.Connections;
using Contabyx.Engine.LocalFiles;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>What is tidied is only what Contabyx made, and what it makes is for its owner alone.</summary>
public sealed class OwnFilesTests : IDisposable
{
    private const string Run = "20260101T000000000Z-abcdef";

    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public OwnFilesTests() => _pipeline = new Pipeline(_home.Path);

    public void Dispose() => _home.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Folders_and_files_of_others_in_the_staging_folder_stay()
    {
        Put("staging", "photos", "summer.jpg");
        Put("staging", "photos", "Tax-0001.csv.zst");
        Put("staging", Run, "notes.txt");
        Put("staging", Run, ".lock");
        Put("staging", Run, "Tax-0001.csv.zst");
        Put("staging", Run, "Tax-0002.csv.zst.part");

        StagingFolder.DeleteAbandoned(_home.Path);
        StagingFolder.Delete(_home.Path, "photos/..");
        StagingFolder.Delete(_home.Path, "..");

        Assert.Equal(
            [Run + "/notes.txt", "photos/Tax-0001.csv.zst", "photos/summer.jpg"],
            Directory.EnumerateFiles(_home["staging"], "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_home["staging"], file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_a_dead_process_left_goes()
    {
        Put("staging", Run, ".lock");
        Put("staging", Run, "Tax-0001.parquet");
        Directory.CreateDirectory(_home["staging", "20260101T000000001Z-abcdef"]);

        StagingFolder.DeleteAbandoned(_home.Path);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_home["staging"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_behind_a_link_is_deleted(bool isRoot)
    {
        Put("outside", Run, ".lock");
        Put("outside", Run, "Tax-0001.csv");
        Put("outside", ".lock");
        Put("outside", "Tax-0001.csv");
        if (isRoot)
        {
            Directory.CreateSymbolicLink(_home["staging"], _home["outside"]);
        }
        else
        {
            Directory.CreateDirectory(_home["staging"]);
            Directory.CreateSymbolicLink(_home["staging", Run], _home["outside"]);
        }

        StagingFolder.DeleteAbandoned(_home.Path);
        StagingFolder.Delete(_home.Path, Run);

        Assert.Equal(4, Directory.EnumerateFiles(_home["outside"], "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Only_old_arrivals_of_our_own_are_cleared_from_the_bucket()
    {
        var ours = Put("bucket", ".arriving", "contabyx-" + new string('a', 32));
        var others = Put("bucket", ".arriving", "holiday.jpg");
        var target = Put("outside.txt");
        File.CreateSymbolicLink(_home["bucket", ".arriving", "contabyx-" + new string('b', 32)], target);
        foreach (var file in (string[])[ours, others, target])
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-3));

        await using var bucket = Addresses.OpenBucket(_pipeline.Connection);
        await bucket.InitializeAsync(Stop);

        Assert.False(File.Exists(ours));
        Assert.True(File.Exists(others));
        Assert.True(File.Exists(target));
    }

    [Fact]
    public async Task An_arriving_folder_that_is_a_link_is_refused_and_not_tidied()
    {
        var old = Put("outside", "contabyx-" + new string('a', 32));
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-3));
        Directory.CreateDirectory(_home["bucket"]);
        Directory.CreateSymbolicLink(_home["bucket", ".arriving"], _home["outside"]);

        await using var bucket = Addresses.OpenBucket(_pipeline.Connection);
        await bucket.InitializeAsync(Stop);
        await Assert.ThrowsAsync<DamagedFileException>(() => bucket.PutAsync("data/a", "x"u8.ToArray(), Stop));

        Assert.Equal([old], Directory.GetFiles(_home["outside"]));
    }

    [Fact]
    public async Task Files_with_data_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 }), destination: _home["exported"]);
        await _pipeline.SendAsync(files);
        await _pipeline.CopyAsync();

        var open = Directory.EnumerateFileSystemEntries(_home.Path, "*", SearchOption.AllDirectories)
            .Where(path => !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            .Select(path => Path.GetRelativePath(_home.Path, path));
        Assert.Empty(open);
    }

    [Fact]
    public async Task A_part_is_not_written_through_a_link()
    {
        var batches = await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1 });
        var target = Put("outside.txt");
        Directory.CreateDirectory(_home["exported"]);
        File.CreateSymbolicLink(_home["exported", "Tax-0001.csv.zst.part"], target);

        await _pipeline.ExportAsync(batches, destination: _home["exported"]);

        Assert.Equal("x", await File.ReadAllTextAsync(target, Stop));
        Assert.Null(new FileInfo(_home["exported", "Tax-0001.csv.zst"]).LinkTarget);
    }

    [Theory]
    [InlineData("Home/Staging", true, true)]
    [InlineData("home/staging", true, true)]
    [InlineData("Home/Staging", false, true)]
    [InlineData("home/staging", false, false)]
    [InlineData("Home/Staging-2", true, false)]
    public void A_part_in_the_staging_folder_is_known_by_its_path_as_the_system_compares_it(string folder, bool windows, bool holds) =>
        Assert.Equal(holds, StagingFolder.Holds(_home["Home", "Staging"], Path.Combine(_home[folder.Split('/')], "a.csv"), windows));

    [Fact]
    public void Whoever_is_stopped_waits_for_no_other_process_that_tidies_up()
    {
        Put("locks", "staging.lock");
        using var tidying = FileLock.TryTake(_home["locks", "staging.lock"]);

        Assert.ThrowsAny<OperationCanceledException>(() => StagingFolder.Create(_home.Path, Run, new CancellationToken(canceled: true)));

        Assert.False(Directory.Exists(_home["staging", Run]));
    }

    private string Put(params string[] parts)
    {
        var path = _home[parts];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
        return path;
    }
}
