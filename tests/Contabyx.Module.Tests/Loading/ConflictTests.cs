namespace Contabyx.ModuleTests;

/// <summary>Beside a module that has brought other versions of the same packages into the process.</summary>
public sealed class ConflictTests
{
    // Every assembly of the other module that the engine brings as well: its version and context there and here.
    private const string Script = """
        Import-Module '{2}'
        $others = Get-ConflictingAssembly
        Import-Module '{0}'
        $engine = [System.Reflection.Assembly]::Load('Contabyx.Engine')
        $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($engine)
        foreach ($other in $others) {
            $name = $other.GetName().Name
            $theirs = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($other)
            "$name $($other.GetName().Version) $($theirs.Name)"
            if ([System.IO.File]::Exists("{1}/$name.dll")) {
                $own = $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new($name))
                $ours = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($own)
                $shipped = [System.Reflection.AssemblyName]::GetAssemblyName("{1}/$name.dll").Version
                $version = $own.GetName().Version
                "own $name $($version -eq $shipped) $($version -ne $other.GetName().Version) $($ours.Name)"
            }
        }
        """;

    [Fact]
    public async Task The_engine_has_its_own_versions_and_the_other_module_keeps_its()
    {
        var script = Script.Replace("{0}", Built.Manifest, StringComparison.Ordinal)
            .Replace("{1}", Built.Engine, StringComparison.Ordinal)
            .Replace("{2}", Built.ConflictingModule, StringComparison.Ordinal);

        var run = await PwshRun.RunAsync(["-Command", script]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("AWSSDK.Core 3.3.0.0 Default", run.Lines);
        Assert.Contains("Microsoft.Extensions.Logging.Abstractions 8.0.0.0 Default", run.Lines);
        Assert.Contains("Microsoft.IO.RecyclableMemoryStream 3.0.0.0 Default", run.Lines);
        Assert.Contains("Npgsql 8.0.9.0 Default", run.Lines);
        var own = run.Lines.Where(line => line.StartsWith("own ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(own);
        Assert.All(own, line => Assert.EndsWith("True True Contabyx.Engine", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pipeline_runs_with_its_own_versions_beside_the_others()
    {
        var home = Directory.CreateTempSubdirectory("contabyx-conflict-");
        try
        {
            var run = await PwshRun.RunAsync(
                [
                    "-Command",
                    $"$env:CONTABYX_HOME = '{home.FullName}'; Import-Module '{Built.ConflictingModule}'; $null = Get-ConflictingAssembly; "
                        + $"Import-Module '{Built.Manifest}'; "
                        + "New-ContabyxBatch -Days 1 | Export-ContabyxData -Format Parquet | Send-ContabyxUpload "
                        + "| Invoke-ContabyxCopy | ForEach-Object { \"$($_.Table) $($_.Status)\" }",
                ]);

            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Equal(8, run.Lines.Length);
            Assert.All(run.Lines, line => Assert.EndsWith(" Loaded", line, StringComparison.Ordinal));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
