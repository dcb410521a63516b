using System.Diagnostics;
using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>A disk that becomes full while files are exported; needs the right to mount a small one.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly bool _mounted;

    public FullDiskTests()
    {
        Directory.CreateDirectory(Disk);
        _mounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Disk);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", "--lazy", Disk);
        _home.Dispose();
    }

    [Fact]
    public async Task The_next_plain_run_loads_what_a_full_disk_kept_back()
    {
        Assert.SkipUnless(_mounted, "This user may not mount a small disk.");
        var pipeline = new Pipeline(_home.Path)
        {
            Connection = EmbeddedTwin.Connection(_home.Path) with { Home = Disk },
        };

        var error = await Assert.ThrowsAsync<IOException>(() => pipeline.RunAsync(new BatchRequest { Days = 200 }));

        Assert.Contains(Disk, error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Disk, "*.csv*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(_home["bucket", "data"]) && pipeline.Keys("data").Length > 0);

        Assert.True(Run("mount", "-o", "remount,size=100m", Disk));
        var results = await pipeline.RunAsync(new BatchRequest { Days = 1 });

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(201 * 400, (await pipeline.BalanceAsync()).Transactions);
    }

    [Fact]
    public async Task A_disk_that_is_full_when_the_warehouse_commits_leaves_the_files_waiting()
    {
        Assert.SkipUnless(_mounted, "This user may not mount a small disk.");
        Assert.True(Run("mount", "-o", "remount,size=20m", Disk));
        var pipeline = new Pipeline(_home.Path)
        {
            Connection = EmbeddedTwin.Connection(_home.Path) with { Warehouse = "duckdb:" + Path.Combine(Disk, "warehouse.duckdb") },
        };
        await pipeline.RunAsync(new BatchRequest { Days = 1 });
        await pipeline.SendAsync(await pipeline.ExportAsync(await pipeline.NewBatchesAsync(new BatchRequest { Days = 20 })));
        Fill();

        var full = await pipeline.CopyAsync();

        Assert.NotEmpty(full);
        Assert.Contains(full, result => result.Status == LoadStatus.Failed);
        Assert.All(full.Where(result => result.Status == LoadStatus.Failed), result => Assert.True(result.Waits, result.Error));
        Assert.DoesNotContain(pipeline.Keys("error"), key => key.EndsWith("error.json", StringComparison.Ordinal));
        File.Delete(Path.Combine(Disk, "ballast"));
        var results = await pipeline.CopyAsync();
        Assert.All(results, result => Assert.True(result.Status is LoadStatus.Loaded or LoadStatus.AlreadyLoaded, result.Error));
        Assert.Equal(21 * 400, (await pipeline.BalanceAsync()).Transactions);
    }

    private void Fill()
    {
        using var ballast = new FileStream(Path.Combine(Disk, "ballast"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                ballast.Write(block);
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    private string Disk => _home["disk"];

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
