using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Contabyx.Pwsh;

/// <summary>Starts the PowerShell of the tool manifest, without profile, colours or anybody to answer.</summary>
public static class PwshProcess
{
    /// <summary>The folder of the source tree.</summary>
    public static string Root { get; } = Metadata("Root");

    /// <summary>The manifest of the built module.</summary>
    public static string Module { get; } = Path.Combine(Root, "artifacts", "module", "Contabyx", "Contabyx.psd1");

    /// <summary>The program and its first argument that start PowerShell.</summary>
    /// <remarks>
    /// Not the command of the tool: it starts this as a child, which would outlive it when a test kills it.
    /// </remarks>
    public static IReadOnlyList<string> CommandLine { get; } = [Dotnet(), Metadata("Pwsh")];

    /// <summary>Starts it; everything that it writes can be read.</summary>
    /// <param name="arguments">What follows <c>pwsh -NoProfile -NonInteractive</c>.</param>
    /// <param name="environment">Variables that it gets beside those of this process.</param>
    public static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(CommandLine[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
        };
        foreach (var argument in (string[])[.. CommandLine.Skip(1), "-NoProfile", "-NonInteractive", .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts it on a command, with the built module imported.</summary>
    /// <param name="environment">Variables that it gets beside those of this process.</param>
    public static Process StartCommand(string command, IReadOnlyDictionary<string, string>? environment = null) =>
        Start(["-Command", $"Import-Module '{Module}'\n{command}"], environment);

    private static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static string Metadata(string key) => typeof(PwshProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
