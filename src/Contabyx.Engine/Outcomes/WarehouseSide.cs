using Contabyx.Engine.Connections;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Outcomes;

/// <summary>What the warehouse knows of runs: its load history. Nothing is opened before it is asked for the first time.</summary>
/// <param name="connection">Where the warehouse is.</param>
/// <param name="notes">Receives what a user may want to know.</param>
internal sealed class WarehouseSide(ContabyxConnection connection, IProgress<string> notes) : IAsyncDisposable
{
    private IWarehouse? _warehouse;
    private IReadOnlyList<LoadRecord>? _whole;
    private ILookup<string, LoadRecord>? _runs;

    /// <summary>Reads the history.</summary>
    /// <param name="from">Only runs whose names do not sort before this; empty for all.</param>
    /// <exception cref="ContabyxException">The warehouse cannot be asked.</exception>
    public async Task ReadAsync(string from, CancellationToken cancellation)
    {
        var warehouse = _warehouse ??= Addresses.OpenWarehouse(connection, notes);
        var found = from.Length == 0
            ? _whole = await warehouse.ReadHistoryAsync(null, cancellation).ConfigureAwait(false)
            : await warehouse.ReadHistoryFromAsync(from, cancellation).ConfigureAwait(false);
        _runs = found.ToLookup(load => load.Run, StringComparer.Ordinal);
    }

    /// <summary>The runs that were read.</summary>
    public IEnumerable<string> Runs => _runs?.Select(run => run.Key) ?? [];

    /// <summary>The history of a run, the latest first; NULL if it was not read.</summary>
    public IReadOnlyList<LoadRecord>? Of(string run) => _runs is null ? null : [.. _runs[run]];

    /// <summary>The history of a run as it is now: it may have been loaded since the history was read.</summary>
    /// <exception cref="ContabyxException">The warehouse cannot be asked.</exception>
    public Task<IReadOnlyList<LoadRecord>> ReadAgainAsync(string run, CancellationToken cancellation) =>
        _warehouse!.ReadHistoryAsync(run, cancellation);

    /// <summary>The latest load of the same rows of a table by another run; NULL for none.</summary>
    /// <param name="content">The hash of its files.</param>
    /// <exception cref="ContabyxException">The warehouse cannot be asked.</exception>
    public async Task<LoadRecord?> FindSameAsync(string run, string table, string content, CancellationToken cancellation)
    {
        _whole ??= await _warehouse!.ReadHistoryAsync(null, cancellation).ConfigureAwait(false);
        return _whole.FirstOrDefault(load =>
            load.ContentHash == content && load.Run != run && load.Table.Equals(table, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _warehouse?.DisposeAsync() ?? ValueTask.CompletedTask;
}
