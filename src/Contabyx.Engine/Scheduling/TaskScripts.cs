using System.Text;

namespace Contabyx.Engine;

/// <summary>
/// The scripts of a task. They hold no secret: credentials are named, and read when the task runs. A run notes when it
/// began and how it ended; all that it writes goes to the task's log.
/// </summary>
internal static class TaskScripts
{
    private const string Made = "# Made by Register-ContabyxTask, which overwrites it.";

    /// <summary>All scripts of a task, by path.</summary>
    /// <param name="request">The task.</param>
    /// <param name="files">Where they go.</param>
    /// <exception cref="TaskRefusedException">They would hold a secret.</exception>
    public static IReadOnlyDictionary<string, string> Of(TaskRequest request, TaskFiles files) =>
        Of(request, files, OperatingSystem.IsWindows());

    /// <summary>All scripts of a task for an operating system, by path.</summary>
    /// <param name="request">The task.</param>
    /// <param name="files">Where they go.</param>
    /// <param name="windows">Whether that is Windows.</param>
    /// <exception cref="TaskRefusedException">They would hold a secret.</exception>
    public static IReadOnlyDictionary<string, string> Of(TaskRequest request, TaskFiles files, bool windows)
    {
        var scripts = new Dictionary<string, string>(StringComparer.Ordinal) { [files.Script] = Script(request, windows) };
        if (!windows)
            scripts[files.Starter] = Starter(request, files);
        foreach (var path in scripts.Where(script => Redactor.Redact(script.Value) != script.Value).Select(script => script.Key))
        {
            throw new TaskRefusedException(
                "Its command", "holds a secret, which would stay readable in " + path + ".",
                "Name it instead: -SourceSecret and -WarehouseSecret (SecretManagement), -EnvFile, or a role.");
        }

        return scripts;
    }

    /// <summary>What a scheduler is to start.</summary>
    /// <param name="request">The task.</param>
    /// <param name="files">Where its scripts are.</param>
    public static TaskEntry Entry(TaskRequest request, TaskFiles files) => new(
        files, request.Schedule, OperatingSystem.IsWindows() ? CommandLine(request, files) : ["/bin/sh", files.Starter]);

    private static string[] CommandLine(TaskRequest request, TaskFiles files) =>
        [.. request.Host, "-NoProfile", "-NonInteractive", "-File", files.Script];

    private static string Script(TaskRequest request, bool windows)
    {
        var text = new StringBuilder(Made).Append('\n')
            .Append("$ErrorActionPreference = 'Stop'\n")
            .Append("$ProgressPreference = 'SilentlyContinue'\n");
        if (!windows)
            return text.Append(Work(request)).Append("exit $global:LASTEXITCODE\n").ToString();
        return text
            .Append("Set-Location -LiteralPath $PSScriptRoot\n")
            .Append("$null = Start-Transcript -LiteralPath ./output.log -Append\n")
            .Append("function Note($mark) { $mark | ConvertTo-Json -Compress | Add-Content -LiteralPath ./runs.jsonl }\n")
            .Append("Note @{ started = [DateTimeOffset]::UtcNow.ToString('o'); pid = $PID }\n")
            .Append("$code = 1\n")
            .Append("try {\n").Append(Work(request)).Append("$code = $global:LASTEXITCODE\n}\n")
            .Append("finally {\nNote @{ ended = [DateTimeOffset]::UtcNow.ToString('o'); exitCode = $code }\n$null = Stop-Transcript\n}\n")
            .Append("exit $code\n").ToString();
    }

    private static string Work(TaskRequest request)
    {
        var text = new StringBuilder()
            .Append($"Import-Module {Quote(request.Module)}\n")
            .Append("$connection = @{}\n");
        foreach (var (name, value) in Addresses(request))
            text.Append($"$connection.{name} = {Quote(value)}\n");
        foreach (var (name, secret) in new[] { ("SourceCredential", request.SourceSecret), ("WarehouseCredential", request.WarehouseSecret) })
        {
            if (secret is not null)
                text.Append($"$connection.{name} = Get-Secret -Name {Quote(secret)}{(request.Vault is { } vault ? $" -Vault {Quote(vault)}" : "")}\n");
        }

        return text
            .Append("$null = Connect-Contabyx @connection\n")
            .Append("$ErrorActionPreference = 'Continue'\n")
            .Append("$global:LASTEXITCODE = 0\n")
            .Append(request.Command.ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    // The addresses of the embedded twin are all there is to know of it; of servers a file of settings says more.
    private static IEnumerable<(string Name, string Value)> Addresses(TaskRequest request) => request.EnvFile is { } file
        ? [("EnvFile", file), ("HomePath", request.Connection.Home)]
        :
        [
            ("Source", request.Connection.Source), ("Bucket", request.Connection.Bucket),
            ("Warehouse", request.Connection.Warehouse), ("HomePath", request.Connection.Home),
        ];

    private static string Starter(TaskRequest request, TaskFiles files) => string.Join(
        '\n',
        "#!/bin/sh",
        Made,
        "umask 077",
        $"cd {ShellQuote(files.Folder)} || exit 1",
        """printf '{"started":"%s","pid":%d}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" $$ >> runs.jsonl""",
        $"{string.Join(' ', CommandLine(request, files).Select(ShellQuote))} >> output.log 2>&1 < /dev/null",
        "code=$?",
        """printf '{"ended":"%s","exitCode":%d}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$code" >> runs.jsonl""",
        "exit \"$code\"",
        "");

    /// <summary>A literal of PowerShell.</summary>
    /// <param name="text">The text.</param>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A literal of the POSIX shell.</summary>
    /// <param name="text">The text.</param>
    public static string ShellQuote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
