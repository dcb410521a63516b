using System.Diagnostics;

namespace Contabyx.ServerTests;

/// <summary>Runs <c>tests/servers.sh</c>.</summary>
internal static class ServersScript
{
    /// <summary>Runs the script; servers that it starts end with this process.</summary>
    /// <param name="arguments">The command, the folder, and the servers' names.</param>
    /// <param name="options">More options of the servers.</param>
    /// <returns>What went wrong; NULL when nothing did.</returns>
    public static async Task<string?> RunAsync(IEnumerable<string> arguments, string options = "")
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Servers.Repository(), "tests", "servers.sh"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OWNER"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["SERVER_OPTIONS"] = options;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await output;
            return process.ExitCode == 0 ? null : errors.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    /// <summary>The values that a folder's <c>servers.env</c> has, by their names.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string folder)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(folder, "servers.env")))
        {
            if (line.Split('=', 2) is [var name, var value])
                values[name] = value.Trim('\'');
        }

        return values;
    }

    /// <summary>Fails the test in CI, and skips it on a laptop, when a server could not be started.</summary>
    /// <param name="failure">What went wrong; NULL when nothing did.</param>
    public static void RequireNone(string? failure)
    {
        if (failure is null)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"The servers are not there: {failure}");
        Assert.Skip($"The servers are not there: {failure}");
    }
}
