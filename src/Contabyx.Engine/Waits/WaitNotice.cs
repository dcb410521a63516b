using System.Globalization;

namespace Contabyx.Engine.Waits;

/// <summary>
/// Reports what Contabyx is waiting for if that takes long: after ten seconds, and then every five minutes. Disposing
/// of it ends the wait.
/// </summary>
internal sealed class WaitNotice : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Then = TimeSpan.FromMinutes(5);

    private readonly IProgress<string> _notes;
    private readonly string _thing;
    private readonly TimeProvider _clock;
    private readonly long _begin;
    private readonly ITimer _timer;

    private WaitNotice(IProgress<string> notes, string thing, TimeProvider clock)
    {
        _notes = notes;
        _thing = thing;
        _clock = clock;
        _begin = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Tell(), null, First, Then);
    }

    /// <param name="notes">Receives the notes; NULL if nobody listens.</param>
    /// <param name="thing">What is waited for.</param>
    /// <param name="clock">The clock; NULL for the system's.</param>
    public static IDisposable? Begin(IProgress<string>? notes, string thing, TimeProvider? clock = null) =>
        notes is null ? null : new WaitNotice(notes, thing, clock ?? TimeProvider.System);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tell()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Still waiting after {_clock.GetElapsedTime(_begin).TotalSeconds:0} s for {_thing}. Ctrl+C stops it.");
        _notes.Warn(text);
    }
}
