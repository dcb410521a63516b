using System.Globalization;
using System.Management.Automation;

namespace Contabyx.Shell;

/// <summary>
/// Shows progress as one line of the terminal that is written over and over; nothing when errors go to a file.
/// </summary>
internal sealed class ProgressLine
{
    private const string EraseLine = "\r\e[K";

    private readonly Dictionary<(long Source, int Activity), ProgressRecord> _records = [];
    private bool _shown;

    /// <summary>Shows the newest state of an activity.</summary>
    public void Update(long source, ProgressRecord record)
    {
        if (!Terminal.ColorsErrors)
            return;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _records.Remove((source, record.ActivityId));
            if (_records.Count == 0)
                Clear();
            return;
        }

        _records[(source, record.ActivityId)] = record;
        // There is one line: what is going on in detail has it, and the activity as a whole stands at its head.
        if (_records.Any(pair => pair.Key.Source == source && pair.Value.ParentActivityId == record.ActivityId))
            return;
        var line = Describe(source, record);
        Console.Error.Write(EraseLine + line[..Math.Min(line.Length, Terminal.Width - 1)]);
        _shown = true;
    }

    /// <summary>Makes room for other text.</summary>
    public void Clear()
    {
        if (!_shown)
            return;
        Console.Error.Write(EraseLine);
        _shown = false;
    }

    /// <summary>Forgets activities that were never completed, as those of a stopped pipeline.</summary>
    public void Reset()
    {
        Clear();
        _records.Clear();
    }

    private string Describe(long source, ProgressRecord record)
    {
        var above = _records.TryGetValue((source, record.ParentActivityId), out var parent)
            ? parent.Activity + ": "
            : "";
        var percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %," : "";
        var time = TimeSpan.FromSeconds(record.SecondsRemaining);
        var left = record.SecondsRemaining >= 0
            ? string.Create(CultureInfo.InvariantCulture, $", {time:h\\:mm\\:ss} left")
            : "";
        return $"{above}{record.Activity}{percent} {record.StatusDescription}{left}";
    }
}
