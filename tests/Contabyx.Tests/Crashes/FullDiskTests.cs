using System.Diagnostics;
using Contabyx.Engine;

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

    private string Disk => _home["disk"];

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
