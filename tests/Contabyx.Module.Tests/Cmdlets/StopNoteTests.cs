using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace Contabyx.ModuleTests;

/// <summary>After Ctrl+C one line says what is done and what the next run does.</summary>
public sealed class StopNoteTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-stop-").FullName;

    [Theory]
    [InlineData(
        "Invoke-ContabyxPipeline -Days 20000", "Stopped. The next run loads what is left, and nothing twice. Its -Days are new days")]
    [InlineData("Invoke-ContabyxPipeline -Until 2070-01-01", "Stopped. Run the same command again: it loads what is left")]
    [InlineData("New-ContabyxBatch -Days 20000 -BatchDays 20000", "Stopped. No new day is known to have been written.")]
    [InlineData(
        "New-ContabyxBatch -Days 20000 -BatchDays 20000 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy",
        "Stopped. Run Invoke-ContabyxCopy: it loads what was sent, and nothing twice.")]
    [InlineData(
        "New-ContabyxBatch -Days 20000 -BatchDays 20000 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy -Force",
        "Stopped. Run Invoke-ContabyxCopy without -Force")]
    public void One_line_is_written(string script, string start)
    {
        var host = new RecordingHost();
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Built.Manifest]);
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        using var engine = Engine.Create(runspace).AddScript($"$null = Connect-Contabyx -HomePath '{_home}'; {script}");
        engine.BeginInvoke();
        Assert.True(
            SpinWait.SpinUntil(() => engine.Streams.Progress.Count > 0, TimeSpan.FromMinutes(15)), "It never began.");

        engine.Stop();

        Assert.StartsWith(start, Assert.Single(host.Warnings), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
