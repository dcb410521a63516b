using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A progress display: one line for an activity, and below it one for each item that is worked on. It draws at most
/// about ten times a second, whatever is reported, and once a second if nothing is: a long COPY does not look like a hang.
/// </summary>
internal sealed class ProgressBoard : IProgress<ItemProgress>
{
    // Ids of different displays of one cmdlet must not overlap.
    private const int IdsPerBoard = 1_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ProgressItem> _items = new(StringComparer.Ordinal);
    private readonly int _id;
    private readonly string _activity;
    private readonly string _unit;
    private readonly TimeProvider _clock;
    private readonly Action<ProgressRecord> _draw;
    private readonly ProgressItem _whole;
    private ITimer? _beat;
    private bool _isComplete;
    private int _itemsSeen;
    private long _doneBefore;
    private long? _totalBefore = 0;
    private long _planned;
    private long _lastDrawn;

    public ProgressBoard(int number, string activity, string unit, TimeProvider clock, Action<ProgressRecord> draw)
    {
        _id = number * IdsPerBoard;
        _activity = activity;
        _unit = unit;
        _clock = clock;
        _draw = draw;
        _whole = new ProgressItem(_id, clock.GetTimestamp());
    }

    /// <inheritdoc/>
    public void Report(ItemProgress value)
    {
        lock (_gate)
        {
            Update(value);
            if (!_whole.Drawn || _clock.GetElapsedTime(_lastDrawn) >= Pause)
                DrawAll();
            if (!_isComplete)
                _beat ??= _clock.CreateTimer(_ => DrawAgain(), null, Beat, Beat);
        }
    }

    /// <summary>Removes every line that was drawn.</summary>
    public void Complete(Action<ProgressRecord> draw)
    {
        lock (_gate)
        {
            _isComplete = true;
            _beat?.Dispose();
            foreach (var (name, item) in _items.Where(pair => pair.Value.Drawn))
                draw(item.Complete(name, _id));
            _items.Clear();
            if (_whole.Drawn)
                draw(_whole.Complete(_activity, -1));
        }
    }

    private void DrawAgain()
    {
        lock (_gate)
        {
            if (_items.Count > 0 && _clock.GetElapsedTime(_lastDrawn) >= Pause)
                DrawAll();
        }
    }

    private void Update(ItemProgress value)
    {
        _planned = value.PlannedRows ?? _planned;
        if (!_items.TryGetValue(value.Item, out var item))
            _items.Add(value.Item, item = new ProgressItem(_id + ++_itemsSeen, _clock.GetTimestamp()));
        item.Done = value.Rows;
        item.Total = value.TotalRows;
        item.Bytes = value.Bytes;
        if (!value.Completed)
            return;
        _items.Remove(value.Item);
        _doneBefore += value.Rows;
        _totalBefore += value.TotalRows;
        if (item.Drawn)
            _draw(item.Complete(value.Item, _id));
    }

    private void DrawAll()
    {
        _lastDrawn = _clock.GetTimestamp();
        _whole.Done = _doneBefore + _items.Values.Sum(item => item.Done);
        _whole.Total = _planned > 0 ? _planned : _items.Values.Aggregate(_totalBefore, (sum, item) => sum + item.Total);
        _draw(_whole.Draw(_activity, _unit, -1, _clock));
        foreach (var (name, item) in _items)
            _draw(item.Draw(name, _unit, _id, _clock));
    }
}
