using System.Collections.Concurrent;
using Contabyx.Engine.Waits;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>
/// The embedded warehouse's lock of the load history, per table: within this process, since no other process can have
/// the file open at the same time. One object of this class belongs to one transaction.
/// </summary>
internal sealed class TableLocks : IDisposable
{
    private static readonly ConcurrentDictionary<(string Database, string Table), SemaphoreSlim> Locks = new();

    private readonly string _database;
    private readonly IProgress<string>? _notes;
    private readonly List<SemaphoreSlim> _taken = [];

    /// <summary>Creates an object that holds no lock.</summary>
    /// <param name="database">The database's path.</param>
    /// <param name="notes">Receives a note when another load makes it wait; NULL if nobody listens.</param>
    public TableLocks(string database, IProgress<string>? notes = null)
    {
        _database = database;
        _notes = notes;
    }

    /// <summary>Waits for other loads of a table, and locks it until this is disposed.</summary>
    public async Task TakeAsync(string table, CancellationToken cancellation)
    {
        var key = (_database, table.ToUpperInvariant());
        var mine = Locks.GetOrAdd(key, static _ => new SemaphoreSlim(1, 1));
        using var notice = WaitNotice.Begin(_notes, $"another load of {table} into {_database}");
        await mine.WaitAsync(cancellation).ConfigureAwait(false);
        _taken.Add(mine);
    }

    /// <summary>Releases all locks.</summary>
    public void Dispose()
    {
        foreach (var mine in _taken)
            mine.Release();
        _taken.Clear();
    }
}
