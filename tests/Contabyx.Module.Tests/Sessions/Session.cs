using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace Contabyx.ModuleTests;

/// <summary>
/// A runspace of this process with the built module and the test cmdlets. Scripts see the log as <c>$log</c>.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;

    public Session(params string[] modules)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(modules.Length > 0 ? modules : [Built.Manifest, Built.TestModule]);
        state.ThrowOnRunspaceOpenError = true;
        state.Variables.Add(new SessionStateVariableEntry("log", Log, null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>An engine that would run the script, with its streams.</summary>
    public Engine Prepare(string script, params object[] arguments)
    {
        var engine = Engine.Create(_runspace).AddScript(script);
        foreach (var argument in arguments)
            engine.AddArgument(argument);
        return engine;
    }

    /// <summary>Runs a script to its end; it may write no error.</summary>
    public IReadOnlyList<PSObject> Run(string script, params object[] arguments)
    {
        using var engine = Prepare(script, arguments);
        var output = engine.Invoke();
        Assert.Empty(engine.Streams.Error);
        return output;
    }

    /// <summary>Starts a script, waits until the log has a line, and stops it in order, as Ctrl+C does.</summary>
    public PSInvocationState StopAfter(string line, string script)
    {
        using var engine = Prepare(script);
        engine.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => Log.Contains(line), TimeSpan.FromMinutes(15)), $"'{line}' never came.");
        engine.Stop();
        return engine.InvocationStateInfo.State;
    }

    public void Dispose() => _runspace.Dispose();
}
