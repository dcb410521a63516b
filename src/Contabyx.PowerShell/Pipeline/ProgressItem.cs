using System.Globalization;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>One line of a progress display: how much is done, how fast, and how long the rest will take.</summary>
/// <param name="id">The line's id in the display.</param>
/// <param name="started">When it began, as a <see cref="TimeProvider"/>'s timestamp.</param>
internal sealed class ProgressItem(int id, long started)
{
    // Of the first hundredth, the rest cannot be estimated: it may be the smallest tables.
    private const int Hundred = 100;

    public long Done { get; set; }

    public long? Total { get; set; }

    public long Bytes { get; set; }

    /// <summary>Whether the user has seen it, so that it must be removed in the end.</summary>
    public bool Drawn { get; private set; }

    /// <summary>The record to draw now.</summary>
    /// <param name="activity">The line's name.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="parent">The id of the line above; -1 for none.</param>
    /// <param name="clock">The clock that <c>started</c> was read from.</param>
    public ProgressRecord Draw(string activity, string unit, int parent, TimeProvider clock)
    {
        Drawn = true;
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var rate = seconds > 0 ? Done / seconds : 0;
        return new ProgressRecord(id, Printable.Line(activity), Describe(unit, rate, seconds))
        {
            ParentActivityId = parent,
            PercentComplete = Total > 0 ? (int)Math.Min(Hundred, Hundred * Done / Total.Value) : -1,
            SecondsRemaining = Total > 0 && rate > 0 && Hundred * Done >= Total
                ? (int)Math.Clamp((Total.Value - Done) / rate, 0, int.MaxValue) : -1,
        };
    }

    /// <summary>The record that removes the line.</summary>
    public ProgressRecord Complete(string activity, int parent)
    {
        Drawn = false;
        return new ProgressRecord(id, Printable.Line(activity), "Done")
        {
            ParentActivityId = parent,
            PercentComplete = 100,
            RecordType = ProgressRecordType.Completed,
        };
    }

    private string Describe(string unit, double rate, double seconds)
    {
        var waited = seconds < 1 ? "" : Invariant($", {seconds:N0} s");
        if (Done == 0 && Total is null)
            return (Bytes == 0 ? "Working" : Invariant($"{Bytes / 1e6:N1} MB")) + waited;
        var done = Total is { } total ? Invariant($"{Done:N0} of {total:N0} {unit}") : Invariant($"{Done:N0} {unit}");
        return done + (rate > 0 ? Invariant($", {rate:N0} {unit}/s") : waited);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
