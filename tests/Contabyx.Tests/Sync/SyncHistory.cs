using System.Globalization;

namespace Contabyx.Tests;

/// <summary>
/// One life of a table: random changes of the source, some committed late, and runs of which many are killed, lost, damaged or
/// repeated. What a mode promises is checked after every run that ends well.
/// </summary>
/// <param name="seed">Which life.</param>
/// <param name="reading">How the table is read.</param>
internal sealed class SyncHistory(int seed, TableSelection reading) : IDisposable
{
    private const int Steps = 6;
    private static readonly (string Definition, string Key)[] Keys =
    [
        ("id BIGINT, v INTEGER, w BIGINT, PRIMARY KEY (id)", "{0}"),
        ("id VARCHAR, v INTEGER, w BIGINT, PRIMARY KEY (id)", "'k' || {0}"),
        ("id INTEGER, part VARCHAR DEFAULT 'p', v INTEGER, w BIGINT, PRIMARY KEY (id, part)", "{0}"),
        ("id BIGINT, v INTEGER, w BIGINT", "{0} // 2"),
    ];

    private readonly Random _random = new(seed);
    private readonly SyncTwin _twin = new()
    {
        Options = new ExportOptions { ChunkRows = 1 + (seed % 3 * 40), Compression = FileCompression.None },
    };
    private readonly HashSet<int> _missed = [];
    private readonly List<string> _statements = [];
    private readonly Dictionary<int, long> _rows = [];
    private long _clock = 1000;
    private long? _watermark;
    private int _next;

    /// <summary>How often each thing went wrong.</summary>
    public Dictionary<string, int> Mishaps { get; } = new(StringComparer.Ordinal);

    private bool IsExact => reading.Mode != ReadMode.Incremental;

    // A table without a key can only be read by its differences.
    private (string Definition, string Key) Kind => Keys[seed % (IsExact && reading.Deletes == DeletedRows.Delete ? 4 : 3)];

    private bool Keeps => reading.Deletes == DeletedRows.Keep;

    public void Dispose() => _twin.Dispose();

    public async Task LiveAsync()
    {
        _twin.KeepOpen();
        _twin.Source($"CREATE TABLE Life ({Kind.Definition})");
        for (var i = 0; i < 60; i++)
            Insert();
        Apply();
        for (var step = 0; step < Steps; step++)
        {
            Change();
            await MishapAsync();
            Change();
            await RunAsync(reading);
            Check(IsExact && !Keeps);
        }

        await RunAsync(reading with { Mode = ReadMode.Differences, DifferencesEvery = null });
        Check(exact: !Keeps);
    }

    // Something goes wrong.
    private async Task MishapAsync()
    {
        switch (_random.Next(8))
        {
            case 0: // Killed when it had exported.
                Note("exported only");
                await _twin.SendAsync(reading, runs: 0);
                break;
            case 1: // Killed before it loaded, or between two pieces.
                Note("sent only");
                await _twin.SendAsync(reading, runs: 1 + _random.Next(2));
                if (RunWaits)
                    NoteLoaded();
                break;
            case 2: // Its files are damaged on the way.
                Note("damaged");
                foreach (var run in await _twin.SendAsync(reading))
                    Damage(run);
                await _twin.CopyAsync();
                break;
            case 3: // It comes twice.
                Note("came twice");
                await _twin.SendAsync(reading);
                NoteLoaded();
                var results = await _twin.CopyAsync();
                Assert.All(results, result => Assert.NotEqual(LoadStatus.Failed, result.Status));
                foreach (var run in results.Select(result => result.Run).Distinct())
                    Directory.Move(Path.Combine(_twin.Home, "bucket", "processed", run), Path.Combine(_twin.Home, "bucket", "data", run));
                await _twin.CopyAsync();
                break;
            case 4 when IsExact: // Somebody writes to the warehouse.
                Note("warehouse changed");
                await RunAsync(reading);
                _twin.Warehouse("UPDATE Life SET v = -1 WHERE v % 7 = 1; DELETE FROM Life WHERE v % 11 = 2; INSERT INTO Life SELECT * "
                    + "FROM Life LIMIT 1");
                break;
            case 5 or 6: // Stopped at any moment of its work.
                var before = CountWatermarks();
                Note(await _twin.StopAsync(reading, afterReports: 1 + _random.Next(8)) ? "stopped" : "not stopped in time");
                if (RunWaits || CountWatermarks() != before)
                    NoteLoaded();
                break;
        }
    }

    // The next run loads it, and goes on from the watermark that it was read with: what was committed late since then, with an old
    // time, is not promised.
    private bool RunWaits => Directory.EnumerateFiles(
        Directory.CreateDirectory(Path.Combine(_twin.Home, "bucket", "data")).FullName, "run.json", SearchOption.AllDirectories).Any();

    private void Note(string mishap) => Mishaps[mishap] = Mishaps.GetValueOrDefault(mishap) + 1;

    // A stopped run may have committed its rows before.
    private int CountWatermarks() =>
        _twin.AskWarehouse("SELECT 1 FROM information_schema.tables WHERE table_name = 'contabyx_load_history'").Count == 0
        ? 0 : _twin.AskWarehouse("SELECT 1 FROM contabyx_load_history WHERE watermark IS NOT NULL").Count;

    private async Task RunAsync(TableSelection selection)
    {
        var results = await _twin.RunAsync(selection);
        Assert.True(results[^1] is { Proof: LoadProof.Proven, Error: null }, $"{results[^1].Status}: {results[^1].Error}");
        if (results[^1].Mode == LoadMode.Differences)
            _missed.Clear();
        NoteLoaded();
    }

    private int Lookback => int.Parse(reading.Lookback ?? "0", CultureInfo.InvariantCulture);

    private void NoteLoaded() => _watermark = _rows.Count > 0 ? _rows.Values.Max() : _watermark;

    private void Check(bool exact)
    {
        var where = reading.DeletedAtColumn is { } column ? $"{column} IS NULL" : "true";
        if (exact)
        {
            _twin.AssertSame("Life", "id, v, w", where);
            return;
        }

        var (source, warehouse) = (Read(_twin.AskSource, where: "true"), Read(_twin.AskWarehouse, where));
        var kept = Keeps ? source.Select(row => row.Id).ToHashSet() : null;
        var counted = warehouse.Where(row => kept is null || kept.Contains(row.Id)).ToList();
        Assert.Equal(counted.Count, counted.Select(row => row.Id).Distinct().Count());
        var there = warehouse.ToHashSet();
        Assert.DoesNotContain(source, row => !_missed.Contains(NumberOf(row.Id)) && !there.Contains(row));
    }

    private static List<(string Id, string? V, string? W)> Read(Func<string, IReadOnlyList<string?[]>> ask, string where) =>
        [.. ask($"SELECT id, v, w FROM Life WHERE {where}").Select(row => (row[0]!, row[1], row[2]))];

    private static int NumberOf(string id) => int.Parse(id.TrimStart('k'), CultureInfo.InvariantCulture);

    private void Damage(string run)
    {
        foreach (var part in Directory.GetFiles(Path.Combine(_twin.Home, "bucket", "data", run), "*.csv", SearchOption.AllDirectories))
            File.AppendAllText(part, "x");
    }

    private void Change()
    {
        for (var i = _random.Next(8); i > 0; i--)
        {
            switch (_random.Next(3))
            {
                case 0:
                    Insert();
                    break;
                case 1:
                    Update();
                    break;
                default:
                    Delete();
                    break;
            }
        }

        Apply();
    }

    // All at once: opening a file costs more than a statement.
    private void Apply()
    {
        if (_statements.Count > 0)
            _twin.Source(string.Join(';', _statements));
        _statements.Clear();
    }

    private void Insert()
    {
        var id = _next++;
        var w = Stamp(id);
        _statements.Add(string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO Life (id, v, w) VALUES ({KeyOf(id)}, {_random.Next(100)}, {w})"));
    }

    private void Update()
    {
        if (Any() is not { } id)
            return;
        var w = Stamp(id);
        _statements.Add(string.Create(CultureInfo.InvariantCulture, $"UPDATE Life SET v = v + 1000, w = {w} WHERE id = {KeyOf(id)}"));
    }

    private void Delete()
    {
        if (Any() is not { } id)
            return;
        _rows.Remove(id);
        _statements.Add($"DELETE FROM Life WHERE id = {KeyOf(id)}");
    }

    private int? Any() => _rows.Count == 0 ? null : _rows.Keys.ElementAt(_random.Next(_rows.Count));

    private string KeyOf(int id) => string.Format(CultureInfo.InvariantCulture, Kind.Key, id);

    // One in four is committed late, with an old time. What is older than the lookback is no longer promised.
    private long Stamp(int id)
    {
        var w = _random.Next(4) == 0 ? _clock - _random.Next(40) : ++_clock;
        _rows[id] = w;
        if (_watermark is { } last && w < last - Lookback)
            _missed.Add(id);
        else
            _missed.Remove(id);
        return w;
    }
}
