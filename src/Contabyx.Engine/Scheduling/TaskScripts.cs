using System.Text;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Scheduling;

/// <summary>
/// The scripts of a task. They contain no secret: credentials are named, and read when the task runs. A run notes when it
/// began and how it ended, and all its output goes to the task's log. It ends with 0 only when everything went well.
/// </summary>
internal static class TaskScripts
{
    private const string Made = "# Made by Register-ContabyxTask, which overwrites it.";

    /// <summary>All scripts of a task, by path.</summary>
    /// <param name="files">Where they go.</param>
    /// <exception cref="TaskRefusedException">They would contain a secret.</exception>
    public static IReadOnlyDictionary<string, string> Of(TaskRequest request, TaskFiles files) =>
        Of(request, files, OperatingSystem.IsWindows());

    /// <summary>All scripts of a task for an operating system, by path.</summary>
    /// <param name="files">Where they go.</param>
    /// <param name="windows">Whether that is Windows.</param>
    /// <exception cref="TaskRefusedException">They would contain a secret.</exception>
    public static IReadOnlyDictionary<string, string> Of(TaskRequest request, TaskFiles files, bool windows)
    {
        var scripts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [files.Script] = Work(request),
            [windows ? files.WindowsStarter : files.Starter] = windows ? WindowsStarter() : Starter(request, files),
        };
        foreach (var path in scripts.Where(script => Redactor.Redact(script.Value) != script.Value).Select(script => script.Key))
        {
            throw new TaskRefusedException(
                "its command", "contains a secret, which would be readable in " + path + ".",
                "Name the secret instead: -SourceSecret and -WarehouseSecret (SecretManagement), -EnvFile, or a role.");
        }

        return scripts;
    }

    /// <summary>What a scheduler is to start.</summary>
    /// <param name="files">Where its scripts are.</param>
    public static TaskEntry Entry(TaskRequest request, TaskFiles files) => new(
        files,
        request.Schedule,
        OperatingSystem.IsWindows() ? CommandLine(request, files.WindowsStarter) : ["/bin/sh", files.Starter]);

    /// <summary>A literal of PowerShell, to which four more characters than ' are quotation marks.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
            quoted.Append(c, c is '\'' or (>= '\u2018' and <= '\u201b') ? 2 : 1);
        return quoted.Append('\'').ToString();
    }

    /// <summary>A literal of the POSIX shell.</summary>
    public static string ShellQuote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string[] CommandLine(TaskRequest request, string script) =>
        [.. request.Host, "-NoProfile", "-NonInteractive", "-File", script];

    // A failure before the command begins is caused by a setting, and ends with 3. After that, any error record counts
    // as a failure; what a program writes to its error stream does not.
    private static string Work(TaskRequest request)
    {
        return new StringBuilder(Made).Append('\n')
            .Append("$ErrorActionPreference = 'Stop'\n$ProgressPreference = 'SilentlyContinue'\n")
            .Append("try {\n")
            .Append($"Import-Module {Quote(request.Module)}\n")
            .Append(request.ConnectsItself ? Home(request) : Connect(request))
            .Append("}\n")
            .Append($"catch {{\nWrite-Error -ErrorRecord $_ -ErrorAction Continue\nexit {PipelineExitCode.NotBegun}\n}}\n")
            .Append("$ErrorActionPreference = 'Continue'\n$global:LASTEXITCODE = 0\n$failed = $false\n")
            .Append("try {\n& {\n")
            .Append(request.Command.ReplaceLineEndings("\n")).Append('\n')
            .Append("} 2>&1 | ForEach-Object {\n")
            .Append("if ($_ -is [System.Management.Automation.ErrorRecord] -and "
                + "$_.FullyQualifiedErrorId -notlike 'NativeCommandError*') { $failed = $true }\n")
            .Append("$_\n}\n}\n")
            .Append("catch {\nWrite-Error -ErrorRecord $_ -ErrorAction Continue\n$failed = $true\n}\n")
            .Append("if ($failed -and $global:LASTEXITCODE -eq 0) { exit 1 }\n")
            .Append("exit $global:LASTEXITCODE\n").ToString();
    }

    private static string Home(TaskRequest request) => $"$env:{SettingNames.Home} = {Quote(request.Connection.Home)}\n";

    private static string Connect(TaskRequest request)
    {
        var text = new StringBuilder("$connection = @{}\n");
        foreach (var (name, value) in Addresses(request))
            text.Append($"$connection.{name} = {Quote(value)}\n");
        (string, string?)[] secrets = [("SourceCredential", request.SourceSecret), ("WarehouseCredential", request.WarehouseSecret)];
        foreach (var (name, secret) in secrets)
        {
            if (secret is not null)
                text.Append($"$connection.{name} = Get-Secret -Name "
                    + $"{Quote(secret)}{(request.Vault is { } vault ? $" -Vault {Quote(vault)}" : "")}\n");
        }

        // A settings file says this itself.
        if (request.EnvFile is null && request.Connection.LogFormat != LogFormat.Text)
            text.Append($"$connection.LogFormat = {Quote(request.Connection.LogFormat.ToString())}\n");
        if (request.EnvFile is null && request.Connection.EventLog)
            text.Append("$connection.EventLog = $true\n");
        return text.Append("$null = Connect-Contabyx @connection\n").ToString();
    }

    // The addresses say everything about the embedded twin; for servers, a settings file says more.
    private static IEnumerable<(string Name, string Value)> Addresses(TaskRequest request) => request.EnvFile is { } file
        ? NamesHome(file) ? [("EnvFile", file)] : [("EnvFile", file), ("HomePath", request.Connection.Home)]
        :
        [
            ("Source", request.Connection.Source), ("Bucket", request.Connection.Bucket),
            ("Warehouse", request.Connection.Warehouse), ("HomePath", request.Connection.Home),
        ];

    // A parameter would override the file.
    private static bool NamesHome(string file) => File.Exists(file) && EnvironmentFile.Read(file).ContainsKey(SettingNames.Home);

    // Output that cannot be logged, because the disk is full or the folder cannot be written, is lost. The run continues, and
    // its exit code shows it. A pipe takes the output, because a program that cannot write may stop.
    private static string Starter(TaskRequest request, TaskFiles files) => string.Join(
        '\n',
        "#!/bin/sh",
        Made,
        "umask 077",
        "unlogged= unnoted=",
        $"cd {ShellQuote(files.Folder)} || exit 1",
        """printf '{"started":"%s","pid":%d}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" $$ >> runs.jsonl || unnoted=1""",
        "result=$( { {",
        $"{string.Join(' ', CommandLine(request, files.Script).Select(ShellQuote))} 2>&1 < /dev/null 3>&-",
        "echo \"code=$?\" >&3",
        "} | { cat >> output.log || { echo unlogged=1 >&3; cat > /dev/null; }; } 3>&3; } 3>&1 )",
        "code=1",
        "eval \"$result\"",
        $"[ \"$code\" = 0 ] && [ -n \"$unlogged$unnoted\" ] && code={PipelineExitCode.LogNotWritten}",
        """printf '{"ended":"%s","exitCode":%d}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$code" >> runs.jsonl""",
        "exit \"$code\"",
        "");

    // A separate script, so that an exit in the command ends only that script and not the notes about it.
    private static string WindowsStarter() => string.Join(
        '\n',
        Made,
        "$ErrorActionPreference = 'Continue'",
        "Set-Location -LiteralPath $PSScriptRoot",
        "$unlogged = $false",
        "function Note($mark) {",
        "try { $mark | ConvertTo-Json -Compress | Add-Content -LiteralPath ./runs.jsonl -ErrorAction Stop }",
        "catch { $script:unlogged = $true }",
        "}",
        "try { $null = Start-Transcript -LiteralPath ./output.log -Append -ErrorAction Stop }",
        "catch { $unlogged = $true }",
        "Note @{ started = [DateTimeOffset]::UtcNow.ToString('o'); pid = $PID }",
        "$code = 1",
        "try {",
        "& ./run.ps1",
        "$code = $LASTEXITCODE",
        "}",
        "finally {",
        $"if ($unlogged -and $code -eq 0) {{ $code = {PipelineExitCode.LogNotWritten} }}",
        "Note @{ ended = [DateTimeOffset]::UtcNow.ToString('o'); exitCode = $code }",
        "try { $null = Stop-Transcript } catch { }",
        "}",
        $"if ($unlogged -and $code -eq 0) {{ $code = {PipelineExitCode.LogNotWritten} }}",
        "exit $code",
        "");
}
