namespace Contabyx.ModuleTests;

/// <summary>Exports of several processes with one home: each tidies it at its beginning, and has a folder of its own in it.</summary>
public sealed class SharedHomeTests : IDisposable
{
    // What an export does with its folder, many times: no export of its own length would meet another in these moments.
    private const string Work = """
        $ErrorActionPreference = 'Stop'
        $staging = [Reflection.Assembly]::Load('Contabyx.Engine').GetType('Contabyx.Engine.Runs.StagingFolder')
        $shared = $env:CONTABYX_HOME
        function Invoke-Staging($method, $values) { $staging.GetMethod($method).Invoke($null, [object[]]$values) }
        [IO.File]::WriteAllText("$shared/ready-$PID", '')
        while ([IO.Directory]::GetFiles($shared, 'ready-*').Length -lt 2) { [Threading.Thread]::Sleep(5) }
        foreach ($i in 1..500) {
            $dead = [IO.Directory]::CreateDirectory("$shared/dead-$PID-$i")
            foreach ($name in '.lock', 'Tax-0001.csv', 'Tax-0002.csv') { [IO.File]::WriteAllText("$dead/$name", 'x') }
            $null = [IO.Directory]::CreateDirectory("$shared/staging")
            $dead.MoveTo("$shared/staging/$($dead.Name)")
            Invoke-Staging DeleteAbandoned $shared
            $run = "run-$PID-$i"
            Invoke-Staging Create $shared, $run, ([Threading.CancellationToken]::None)
            [IO.File]::WriteAllText("$shared/staging/$run/Tax-0001.csv", 'x')
            Invoke-Staging DeleteAbandoned $shared
            if ([IO.File]::ReadAllText("$shared/staging/$run/Tax-0001.csv") -ne 'x') { throw "$run was changed" }
            Invoke-Staging Delete $shared, $run
        }
        """;

    private readonly string _home = Directory.CreateTempSubdirectory("contabyx-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task No_export_fails_because_another_process_tidies_at_the_same_moment()
    {
        var environment = new Dictionary<string, string> { ["CONTABYX_HOME"] = _home };

        var runs = await Task.WhenAll(PwshRun.CommandAsync(Work, environment), PwshRun.CommandAsync(Work, environment));

        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Errors)));
        var tidied = await PwshRun.CommandAsync(
            Work[..Work.IndexOf("[IO.File]::WriteAllText(\"$shared/ready", StringComparison.Ordinal)]
            + "Invoke-Staging DeleteAbandoned $shared", environment);
        Assert.Equal((0, ""), (tidied.ExitCode, tidied.Errors));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home, "staging")));
    }
}
