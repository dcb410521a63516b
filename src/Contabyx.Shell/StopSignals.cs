using System.Runtime.InteropServices;

namespace Contabyx.Shell;

/// <summary>
/// Listens for Ctrl+C and for the signal to terminate, and stops what runs instead of killing the process.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // What a shell reports of a process that a signal ended: 128 and the signal's number.
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Action? _stop;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Receive(context, Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Receive(context, Terminated)),
    ];

    /// <summary>The exit code of the last signal since <see cref="Forget"/>; NULL when there was none.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether the process is to end, and not just what runs in it.</summary>
    public bool Ending => ExitCode == Terminated;

    /// <summary>Chooses what a signal stops from now on. A signal that came before it stops it at once.</summary>
    public void Watch(Action? stop)
    {
        lock (_gate)
        {
            _stop = stop;
            if (ExitCode is not null)
                Stop();
        }
    }

    /// <summary>Forgets a Ctrl+C, so that the next command can run. The signal to terminate stays.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            if (!Ending)
                ExitCode = null;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Receive(PosixSignalContext context, int exitCode)
    {
        lock (_gate)
        {
            // With nothing to stop in order, the signal to terminate does what it always does.
            context.Cancel = exitCode == Interrupted || _stop is not null;
            ExitCode = exitCode;
            Stop();
        }
    }

    // On a thread of its own: stopping takes its time, and whoever waits for it may be the one who holds the gate.
    private void Stop()
    {
        if (_stop is { } stop)
            Task.Run(stop);
    }
}
