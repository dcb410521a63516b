using System.Diagnostics;

namespace Contabyx.Pwsh;

/// <summary>A run of PowerShell in a process of its own, to its end.</summary>
/// <param name="Output">Its output, without the last line end.</param>
/// <param name="Errors">Its errors, likewise.</param>
public sealed record PwshRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of the output.</summary>
    public string[] Lines => Output.Split(Environment.NewLine);

    /// <summary>Runs a command with the built module imported.</summary>
    /// <param name="environment">Variables that it gets beside those of this process.</param>
    public static async Task<PwshRun> CommandAsync(string command, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = PwshProcess.StartCommand(command, environment);
        return await FinishAsync(process);
    }

    /// <summary>Runs it with arguments of one's own, and with no module imported.</summary>
    /// <param name="arguments">What follows <c>pwsh -NoProfile -NonInteractive</c>.</param>
    /// <param name="environment">Variables that it gets beside those of this process.</param>
    public static async Task<PwshRun> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = PwshProcess.Start(arguments, environment);
        return await FinishAsync(process);
    }

    /// <summary>Closes its input, and waits until it has ended.</summary>
    /// <param name="cancellation">Gives up; the process goes on.</param>
    public static async Task<PwshRun> FinishAsync(Process process, CancellationToken cancellation = default)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new PwshRun(process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
    }
}
