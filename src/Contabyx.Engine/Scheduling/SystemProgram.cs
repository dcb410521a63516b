using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Contabyx.Engine.Scheduling;

/// <summary>A program of the operating system that Contabyx runs.</summary>
/// <param name="file">Its file, or a name on the path.</param>
/// <param name="encoding">
/// The encoding of its input and output, but not of its errors; NULL for the system's encoding.
/// </param>
internal sealed class SystemProgram(string file, Encoding? encoding = null)
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="input">What it reads.</param>
    /// <returns>Its exit code, what it wrote, and its errors; NULL when there is no such program.</returns>
    public async Task<ProgramAnswer?> TryRunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = encoding, StandardOutputEncoding = encoding,
        };
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancellation);
                var errors = process.StandardError.ReadToEndAsync(cancellation);
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellation).ConfigureAwait(false);
                process.StandardInput.Close();
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return new ProgramAnswer(
                    process.ExitCode, await output.ConfigureAwait(false), (await errors.ConfigureAwait(false)).Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs it to its end; it must succeed.</summary>
    /// <param name="input">What it reads.</param>
    /// <exception cref="SchedulerException">There is no such program, or it failed.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellation)
    {
        var answer = await TryRunAsync(arguments, input, cancellation).ConfigureAwait(false)
            ?? throw new SchedulerException(file, "it is not installed.", "Install it, or choose another scheduler with -Scheduler.");
        return answer.ExitCode == 0 ? answer.Output : throw new SchedulerException(
            file, answer.Errors.Length > 0 ? answer.Errors : $"it ended with {answer.ExitCode}.",
            "Fix the problem that it reports, or choose another scheduler with -Scheduler.");
    }
}

/// <summary>How a program ended.</summary>
/// <param name="Output">What it wrote.</param>
internal sealed record ProgramAnswer(int ExitCode, string Output, string Errors);
