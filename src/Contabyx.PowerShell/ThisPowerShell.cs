namespace Contabyx.PowerShell;

/// <summary>How a scheduler starts the PowerShell that runs this.</summary>
internal static class ThisPowerShell
{
    /// <summary>The program with its first arguments: the one of this process, or otherwise the pwsh on the path.</summary>
    /// <exception cref="TaskRefusedException">There is no PowerShell.</exception>
    public static string[] CommandLine()
    {
        var process = Environment.ProcessPath ?? "";
        if (Is(process, "pwsh"))
            return [process];
        // The .NET tool: the dotnet program runs pwsh.dll.
        if (Is(process, "dotnet") && Environment.GetCommandLineArgs() is [var assembly, ..] && Is(assembly, "pwsh"))
            return [process, Path.GetFullPath(assembly)];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
            .FirstOrDefault(File.Exists) is { } found
            ? [found]
            : throw new TaskRefusedException("pwsh", "is not on the path.", "Give its location: -PowerShellPath /opt/pwsh/pwsh.");
    }

    private static bool Is(string path, string name) =>
        Path.GetFileNameWithoutExtension(path).Equals(name, StringComparison.OrdinalIgnoreCase);
}
