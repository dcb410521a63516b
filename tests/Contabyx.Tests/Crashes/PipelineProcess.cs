using System.Diagnostics;

namespace Contabyx.Tests;

/// <summary>A process of PowerShell that runs the pipeline on an embedded twin, as often as it is told to.</summary>
internal sealed class PipelineProcess : IDisposable
{
    // PowerShell gives the lines of its input to $input as they come.
    private const string Script = """
        $input | ForEach-Object {
            New-ContabyxBatch -Days $_ | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy -ErrorAction Stop |
                ForEach-Object { "$($_.Table) $($_.Status)" }
            'done'
        }
        """;

    private readonly Process _process;
    private readonly Task<string> _errors;

    public PipelineProcess(string home)
    {
        _process = PwshProcess.StartCommand(Script, new Dictionary<string, string> { ["CONTABYX_HOME"] = home });
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs the pipeline once.</summary>
    /// <returns>A task that ends with the run, and fails with all that it said when the run did.</returns>
    public async Task RunAsync(int days, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync($"{days}".AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line == "done")
            {
                Assert.All(lines, table => Assert.EndsWith("Loaded", table, StringComparison.Ordinal));
                return;
            }

            lines.Add(line);
        }

        throw new InvalidOperationException(string.Join('\n', lines) + await _errors);
    }

    /// <summary>Ends it at once, as a power cut would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
