using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Turns reports into progress records: one per table or batch under one for the cmdlet, with percent, rate and time left, at
/// most ten a second. Each record is completed when its item is; the cmdlet's when no item is left.
/// </summary>
internal sealed class ProgressDisplay(string activity, string unit, Action<ProgressRecord> write) : IProgress<StageProgress>
{
    private const int Root = 0;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);
    private long _lastWrite;
    private int _open;

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var item = Find(value.Item);
            if (item.Completed)
                return;
            if (value.Completed)
                Complete(item, value);
            else if (Stopwatch.GetElapsedTime(_lastWrite) >= Pause)
                Show(item, value);
        }
    }

    private Item Find(string name)
    {
        if (_items.TryGetValue(name, out var item))
            return item;
        item = new Item(_items.Count + 1, Stopwatch.GetTimestamp());
        _items.Add(name, item);
        _open++;
        return item;
    }

    private void Show(Item item, StageProgress value)
    {
        _lastWrite = Stopwatch.GetTimestamp();
        item.Shown = true;
        write(new ProgressRecord(Root, activity, $"{_items.Count - _open} of {_items.Count} done"));
        write(Record(item, value));
    }

    private void Complete(Item item, StageProgress value)
    {
        item.Completed = true;
        _open--;
        if (item.Shown)
            write(new ProgressRecord(item.Id, value.Item, "Done") { RecordType = ProgressRecordType.Completed });
        if (_open == 0)
            write(new ProgressRecord(Root, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private ProgressRecord Record(Item item, StageProgress value)
    {
        var seconds = Stopwatch.GetElapsedTime(item.Start).TotalSeconds;
        var rate = seconds > 0 ? value.Rows / seconds : 0;
        var total = value.TotalRows is { } rows ? string.Create(CultureInfo.CurrentCulture, $" of {rows:N0}") : "";
        var record = new ProgressRecord(
            item.Id,
            value.Item,
            string.Create(CultureInfo.CurrentCulture, $"{value.Rows:N0}{total} {unit}, {rate:N0} {unit}/s"))
        {
            ParentActivityId = Root,
        };
        if (value.TotalRows is > 0)
        {
            record.PercentComplete = (int)Math.Clamp(100 * value.Rows / value.TotalRows.Value, 0, 100);
            record.SecondsRemaining = rate > 0 ? (int)((value.TotalRows.Value - value.Rows) / rate) : -1;
        }

        return record;
    }

    private sealed class Item(int id, long start)
    {
        public int Id { get; } = id;

        public long Start { get; } = start;

        public bool Shown { get; set; }

        public bool Completed { get; set; }
    }
}
