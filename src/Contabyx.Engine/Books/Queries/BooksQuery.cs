using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Books.Queries;

/// <summary>
/// Reads the books of a connection's warehouse or source, for <c>Get-ContabyxBalance</c> and
/// <c>Get-ContabyxTransaction</c>. Nothing is changed.
/// </summary>
public sealed class BooksQuery : IAsyncDisposable
{
    private const string OnlyBooks =
        "Only the sample books can be read this way. Connect to the databases that hold them, or see what was loaded: Get-ContabyxLoad.";

    private readonly ISource? _source;
    private readonly IWarehouse? _warehouse;
    private BooksReader? _reader;

    /// <summary>Opens the books.</summary>
    /// <param name="connection">Where the warehouse and the source are.</param>
    public BooksQuery(ContabyxConnection connection, BooksPlace place)
    {
        if (place == BooksPlace.Source)
            _source = Addresses.OpenSource(connection);
        else
            _warehouse = Addresses.OpenWarehouse(connection);
    }

    /// <summary>The books in one line.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async Task<BooksBalance> ReadTotalAsync(BooksFilter filter, CancellationToken cancellation)
    {
        var reader = await OpenAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadTotalAsync(filter, cancellation).ConfigureAwait(false);
    }

    /// <summary>The books by client, day, month or type, ordered by that.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async Task<IReadOnlyList<ContabyxBalance>> ReadByAsync(
        BalanceGrouping by, BooksFilter filter, CancellationToken cancellation)
    {
        var reader = await OpenAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadByAsync(by, filter, cancellation).ConfigureAwait(false);
    }

    /// <summary>The transactions, ordered by id, read page by page.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async IAsyncEnumerable<ContabyxTransaction> ReadTransactionsAsync(
        BooksFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = await OpenAsync(cancellation).ConfigureAwait(false);
        await foreach (var transaction in reader.ReadTransactionsAsync(filter, cancellation).ConfigureAwait(false))
            yield return transaction;
    }

    /// <summary>The first clients, ordered by id.</summary>
    /// <param name="limit">How many at most.</param>
    internal async Task<IReadOnlyList<(int Id, string Name)>> ReadFirstClientsAsync(int limit, CancellationToken cancellation)
    {
        var reader = await OpenAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadFirstClientsAsync(limit, cancellation).ConfigureAwait(false);
    }

    /// <summary>The first and the last day; empty if there are no transactions.</summary>
    internal async Task<IReadOnlyList<DateOnly>> ReadDaysAsync(CancellationToken cancellation)
    {
        var reader = await OpenAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadDaysAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? _warehouse!.DisposeAsync();

    private async Task<BooksReader> OpenAsync(CancellationToken cancellation)
    {
        if (_source is not null)
            return _reader ??= new BooksReader(_source, OnlyBooks);
        if (_reader is not null)
            return _reader;
        var archived = await _warehouse!.Archive.ReadAsync(cancellation).ConfigureAwait(false);
        return _reader = new BooksReader(new WholeTables(_warehouse, archived), OnlyBooks);
    }
}
