using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Contabyx.ModuleTests;

/// <summary>A run of the shell in a process of its own.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its output, without the last line end.</param>
/// <param name="Errors">Its errors, likewise.</param>
internal sealed record ShellRun(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split(Environment.NewLine);

    public static Task<ShellRun> CommandAsync(string command) => RunAsync(["-Command", command]);

    /// <summary>The program that runs the shell.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Runs the shell to its end.</summary>
    public static async Task<ShellRun> RunAsync(
        string[] arguments, string module = "", string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(arguments, module, environment);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    /// <summary>Starts the shell; everything that it writes can be read.</summary>
    public static Process Start(
        string[] arguments, string module = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Built.Shell);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["CONTABYX_MODULE"] = module;
        start.Environment["COLUMNS"] = "";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<ShellRun> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ShellRun(process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
    }
}
