using System.Globalization;
using Contabyx.Engine.Archive;

namespace Contabyx.Tests;

/// <summary>
/// One life of a table with an archive: random changes, loads, archived and restored years, of which many are stopped, refused, or at
/// work at the same time. The view shows each row once, whatever happens, and the source's rows after every load that ends well.
/// </summary>
/// <param name="seed">Which life.</param>
/// <param name="mode">How the table is read.</param>
internal sealed class ArchiveHistory(int seed, ReadMode mode) : IDisposable
{
    private const int Steps = 10;
    private const int FirstYear = 2012;
    private const int LastYear = 2019;

    private readonly Random _random = new(seed);
    private readonly SyncTwin _twin = new()
    {
        Options = new ExportOptions { ChunkRows = 1 + (seed % 3 * 40), Compression = FileCompression.None },
    };
    private readonly List<string> _statements = [];
    private readonly Dictionary<int, int> _rows = [];
    private readonly List<string> _columns = [];
    private int _next;
    private int _clock = 1000;

    /// <summary>How often each thing happened.</summary>
    public Dictionary<string, int> Events { get; } = new(StringComparer.Ordinal);

    private TableSelection Life => new()
    {
        Table = "Life", Mode = mode, Watermark = mode == ReadMode.Incremental ? "w" : null,
    };

    public void Dispose() => _twin.Dispose();

    public async Task LiveAsync()
    {
        _twin.KeepOpen();
        var type = seed % 2 == 0 ? "TIMESTAMP" : "DATE";
        _twin.Source($"CREATE TABLE Life (id BIGINT, day {type}, v INTEGER, w BIGINT{(seed % 5 == 0 ? "" : ", PRIMARY KEY (id)")})");
        if (mode == ReadMode.Incremental && seed % 5 == 0)
            _twin.Source("DROP TABLE Life; CREATE TABLE Life (id BIGINT, day DATE, v INTEGER, w BIGINT, PRIMARY KEY (id))");
        for (var i = 0; i < 60; i++)
            Insert([]);
        Apply();
        await LoadAsync();
        for (var step = 0; step < Steps; step++)
        {
            await HappenAsync();
            Change(await ArchivedAsync());
            await LoadAsync();
        }
    }

    private async Task HappenAsync()
    {
        var before = View();
        switch (_random.Next(8))
        {
            case 0 or 1:
                await ArchiveAsync(stopAfter: null);
                break;
            case 2:
                await ArchiveAsync(stopAfter: 1 + _random.Next(9));
                break;
            case 3:
                await RestoreAsync(stopAfter: null);
                break;
            case 4:
                await RestoreAsync(stopAfter: 1 + _random.Next(9));
                break;
            case 5: // What was exported before is loaded after it.
                Note("exported before");
                await _twin.SendAsync(Life);
                await (_random.Next(2) == 0 ? ArchiveAsync(null) : RestoreAsync(null));
                AssertSame(before);
                await _twin.CopyAsync();
                Assert.Equal(before.Length, View().Distinct().Count());
                break;
            case 6 when _columns.Count > 0: // Dropped everywhere but in the archive.
                Note("column dropped");
                var dropped = _columns[_random.Next(_columns.Count)];
                _columns.Remove(dropped);
                _twin.Source($"ALTER TABLE Life DROP COLUMN {dropped}");
                _twin.Warehouse($"ALTER TABLE Life DROP COLUMN {dropped}");
                await ArchiveAsync(stopAfter: null);
                break;
            default: // At the same time.
                Note("at once");
                var archiving = Task.Run(() => ArchiveAsync(null));
                await _twin.RunAsync(Life);
                await archiving;
                break;
        }

        AssertSame(before);
    }

    private async Task ArchiveAsync(int? stopAfter)
    {
        var request = new ArchiveRequest("Life") { Column = "day", Before = new DateOnly(_random.Next(FirstYear, LastYear), 1, 1) };
        await MoveAsync("archived", stopAfter, async (archive, stop) =>
        {
            var plan = await archive.PlanAsync(request, stop);
            if (plan.Steps.Count == 0 && plan.ViewStatements.Count > 0)
                await archive.RefreshAsync(plan, stop);
            foreach (var step in plan.Steps)
                Count(await archive.ArchiveAsync(step, stop));
        });
    }

    private async Task RestoreAsync(int? stopAfter)
    {
        var years = await ArchivedAsync();
        if (years.Count == 0)
            return;
        var year = years.ElementAt(_random.Next(years.Count));
        await MoveAsync("restored", stopAfter, async (archive, stop) =>
            Count(await archive.RestoreAsync(await archive.PlanRestoreAsync("Life", year, stop), stop)));
    }

    private async Task MoveAsync(string what, int? stopAfter, Func<DataArchive, CancellationToken, Task> move)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var archive = new DataArchive(_twin.Connection, new Progress<ItemProgress>(), new Stopping(stop, stopAfter));
        try
        {
            await move(archive, stop.Token);
            Note(what);
        }
        catch (OperationCanceledException) when (stopAfter is not null)
        {
            Note($"{what}, stopped");
        }
    }

    // A year whose columns were dropped since cannot come back before they do.
    private static void Count(ContabyxArchive result) => Assert.True(
        result.Status != ArchiveStatus.Failed || result.Error!.Contains("columns that the table lacks: x", StringComparison.Ordinal),
        $"{result.Year}: {result.Error}");

    private async Task LoadAsync()
    {
        var results = await _twin.RunAsync(Life);
        Assert.True(results[^1] is { Error: null }, $"{results[^1].Status}: {results[^1].Error}");
        AssertSame([.. _twin.RowsOf("source.duckdb", "Life", "id, day, v, w")]);
    }

    private async Task<HashSet<int>> ArchivedAsync()
    {
        await using var archive = new DataArchive(_twin.Connection, new Progress<ItemProgress>(), _twin.Notes);
        return (await archive.ReadAsync(Stop)).Select(year => year.Year).ToHashSet();
    }

    private string[] View()
    {
        var isThere = _twin.AskWarehouse("SELECT 1 FROM duckdb_views() WHERE view_name = 'Life_all'").Count > 0;
        return _twin.RowsOf("warehouse.duckdb", isThere ? "\"Life_all\"" : "Life", "id, day, v, w");
    }

    private void AssertSame(string[] expected) => Assert.Equal(expected, View());

    private void Note(string what)
    {
        lock (Events)
            Events[what] = Events.GetValueOrDefault(what) + 1;
    }

    // Late changes of archived years are not followed, so there are none, and no date moves into or out of one.
    private void Change(HashSet<int> archived)
    {
        if (_random.Next(4) == 0)
        {
            Note("column added");
            _columns.Add(string.Create(CultureInfo.InvariantCulture, $"x{_next++}"));
            _statements.Add($"ALTER TABLE Life ADD COLUMN {_columns[^1]} INTEGER");
        }

        for (var i = _random.Next(8); i > 0; i--)
        {
            var open = _rows.Where(row => !archived.Contains(row.Value)).Select(row => row.Key).ToList();
            var what = open.Count == 0 ? 0 : _random.Next(mode == ReadMode.Incremental ? 3 : 4);
            if (what == 0)
            {
                Insert(archived);
                continue;
            }

            var id = open[_random.Next(open.Count)];
            _statements.Add(what switch
            {
                1 => string.Create(CultureInfo.InvariantCulture, $"UPDATE Life SET v = v + 1000, w = {++_clock} WHERE id = {id}"),
                2 => string.Create(
                    CultureInfo.InvariantCulture, $"UPDATE Life SET day = {Day(id, archived)}, w = {++_clock} WHERE id = {id}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"DELETE FROM Life WHERE id = {id}"),
            });
            if (what == 2)
                Note("date moved");
            if (what == 3)
                _rows.Remove(id);
        }

        Apply();
    }

    private void Insert(HashSet<int> archived)
    {
        var id = _next++;
        _statements.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO Life (id, day, v, w) VALUES ({id}, {Day(id, archived)}, {_random.Next(100)}, {++_clock})"));
    }

    // A day of a year that is not archived, or none.
    private string Day(int id, HashSet<int> archived)
    {
        int[] open = [.. Enumerable.Range(FirstYear, LastYear - FirstYear + 1).Where(year => !archived.Contains(year))];
        var year = _random.Next(10) == 0 ? 0 : open[_random.Next(open.Length)];
        _rows[id] = year;
        var (month, day) = _random.Next(3) switch { 0 => (1, 1), 1 => (12, 31), _ => (1 + _random.Next(12), 1 + _random.Next(28)) };
        return year == 0 ? "NULL" : string.Create(CultureInfo.InvariantCulture, $"'{year}-{month:D2}-{day:D2}'");
    }

    // All at once: opening a file costs more than a statement.
    private void Apply()
    {
        if (_statements.Count > 0)
            _twin.Source(string.Join(';', _statements));
        _statements.Clear();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Stops between two statements.
    private sealed class Stopping(CancellationTokenSource stop, int? after) : IRemarks
    {
        private int _statements;

        public void Report(string value)
        {
        }

        public void Warn(string text)
        {
        }

        public void Statement(string sql, TimeSpan elapsed)
        {
            if (Interlocked.Increment(ref _statements) == after)
                stop.Cancel();
        }
    }
}
