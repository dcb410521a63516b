using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using Engine = System.Management.Automation.PowerShell;

namespace Contabyx.Shell;

/// <summary>A session of the PowerShell engine with the module loaded. It runs one thing at a time, on the caller's thread.</summary>
internal sealed class ShellSession : IDisposable
{
    private const int Failed = 1;

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
            _host.UI.WriteErrorLine($"There is no script '{path}'. Check the path; it is taken from the current folder.");
            return Failed;
        }

        var script = Parser.ParseFile(full, out _, out var errors);
        if (errors.Length > 0)
            return Report(new ParseException(errors).ErrorRecord);
        // As a block and not by its name: only so does its 'exit' reach the host and not just $LASTEXITCODE.
        return Run($". $args[0] {ScriptArguments.ToSource(arguments)}", script.GetScriptBlock());
    }

    /// <summary>Runs a command, with its output shown as in any console.</summary>
    /// <returns>As for <see cref="RunFile"/>.</returns>
    public int RunCommand(string text) => Run(text);

    /// <summary>The prompt's text, from the function <c>prompt</c>.</summary>
    public string ReadPrompt()
    {
        using var engine = Engine.Create(_runspace);
        return engine.AddScript("prompt").Invoke<string>().FirstOrDefault() ?? "PS> ";
    }

    public void Dispose() => _runspace.Dispose();

    private int Run(string text, params object[] arguments)
    {
        using var engine = Engine.Create(_runspace);
        engine.AddScript(text, useLocalScope: false);
        foreach (var argument in arguments)
            engine.AddArgument(argument);
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.AddCommand("Out-Default");
        try
        {
            _signals.Watch(() => engine.BeginStop(null, null));
            engine.Invoke();
            return _signals.ExitCode ?? _host.ExitCode ?? 0;
        }
        catch (Exception e) when (_signals.ExitCode is not null && e is PipelineStoppedException or InvalidPowerShellStateException)
        {
            return _signals.ExitCode ?? Failed;
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

    private int Report(ErrorRecord error)
    {
        var record = PSObject.AsPSObject(error);
        // What makes Out-Default write a record as an error and not as output.
        record.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        using var engine = Engine.Create(_runspace);
        engine.AddCommand("Out-Default").Invoke(new[] { record });
        return Failed;
    }
}
