using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using Engine = System.Management.Automation.PowerShell;

namespace Contabyx.Shell;

/// <summary>
/// A session of the PowerShell engine with the module loaded. It runs one thing at a time, on the caller's thread.
/// </summary>
internal sealed class ShellSession : IDisposable
{
    private const int Failed = 1;

    private const string WriteErrorScript =
        "[CmdletBinding()] param($record) $ErrorActionPreference = 'Continue'; $PSCmdlet.WriteError($record)";

    private readonly Runspace _runspace;
    private readonly ShellHost _host;
    private readonly StopSignals _signals;

    private ShellSession(Runspace runspace, ShellHost host, StopSignals signals)
    {
        _runspace = runspace;
        _host = host;
        _signals = signals;
    }

    /// <summary>Whether a script has said <c>exit</c>, or the process was told to end.</summary>
    public bool Over => _host.ExitCode is not null || _signals.Ending;

    /// <summary>Opens a session.</summary>
    public static ShellSession Open(StopSignals signals)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([ModuleLocation.Find()]);
        state.ThrowOnRunspaceOpenError = true;
        // Without pwsh no policy is configured, and Windows would then refuse the module's own format file.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        var host = new ShellHost();
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        return new ShellSession(runspace, host, signals);
    }

    /// <summary>Runs a script file with the given words as arguments.</summary>
    /// <returns>The script's <c>exit n</c>, 0, 1 after a terminating error, or 130 or 143 after a signal.</returns>
    public int RunFile(string path, IEnumerable<string> arguments)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            _host.UI.WriteErrorLine($"There is no script '{path}'. Check the path; it begins in the current folder.");
            return Failed;
        }

        return Run(Parser.ParseFile(full, out _, out var errors), errors, ScriptArguments.ToSource(arguments));
    }

    /// <summary>Runs a command, with its output shown as in any console.</summary>
    /// <returns>
    /// As for <see cref="RunFile"/>, but 1 when any error was shown: a command has no <c>exit</c> to say so itself.
    /// </returns>
    public int RunCommand(string text)
    {
        _host.UI.ErrorsShown = 0;
        var exitCode = Run(Parser.ParseInput(text, out _, out var errors), errors, arguments: "");
        return exitCode == 0 && _host.ExitCode is null && _host.UI.ErrorsShown > 0 ? Failed : exitCode;
    }

    /// <summary>The prompt's text, from the function <c>prompt</c>.</summary>
    public string ReadPrompt()
    {
        using var engine = Engine.Create(_runspace);
        return engine.AddScript("prompt").Invoke<string>().FirstOrDefault() ?? "PS> ";
    }

    public void Dispose() => _runspace.Dispose();

    private int Run(ScriptBlockAst script, ParseError[] errors, string arguments)
    {
        if (errors.Length > 0)
            return Report(errors);
        using var engine = Engine.Create(_runspace);
        // A block and not a file's name: only so does its 'exit' reach the host and not just $LASTEXITCODE.
        engine.AddScript(". $args[0] " + arguments, useLocalScope: false).AddArgument(script.GetScriptBlock());
        ShowAll(engine);
        // A pipeline can be stopped only once it runs; a signal that came earlier stops it then.
        engine.InvocationStateChanged += (_, change) =>
        {
            if (change.InvocationStateInfo.State == PSInvocationState.Running)
                _signals.Watch(() => engine.BeginStop(null, null));
        };
        try
        {
            engine.Invoke();
            return _signals.ExitCode ?? _host.ExitCode ?? 0;
        }
        catch (PipelineStoppedException) when (_signals.ExitCode is { } exitCode)
        {
            return exitCode;
        }
        catch (RuntimeException e)
        {
            return Report(e.ErrorRecord);
        }
        finally
        {
            _signals.Watch(null);
            _host.UI.ClearProgress();
        }
    }

    private int Report(IEnumerable<ParseError> errors)
    {
        foreach (var error in errors)
        {
            var place = error.Extent;
            var position = $"{place.File ?? "command"}:{place.StartLineNumber}:{place.StartColumnNumber}";
            _host.UI.WriteErrorLine($"{position}: {error.Message}");
        }

        return Failed;
    }

    private int Report(ErrorRecord error)
    {
        using var engine = Engine.Create(_runspace);
        engine.AddScript(WriteErrorScript, useLocalScope: true).AddArgument(error);
        ShowAll(engine);
        engine.Invoke();
        return Failed;
    }

    // Output and errors in the order in which they came; Out-Default lets the views format both, and asks the host for
    // a line of each.
    private static void ShowAll(Engine engine)
    {
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.AddCommand("Out-Default");
    }
}
