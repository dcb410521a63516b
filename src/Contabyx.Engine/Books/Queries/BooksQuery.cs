using Contabyx.Engine.Connections;

namespace Contabyx.Engine.Books.Queries;

/// <summary>
/// Reads the books of a connection's warehouse or source, for <c>Get-ContabyxBalance</c> and
/// <c>Get-ContabyxTransaction</c>. Nothing is changed.
/// </summary>
public sealed class BooksQuery : IAsyncDisposable
{
    private const string OnlyBooks =
        "Only the sample books can be read this way. Connect to the databases that hold them, or see what was loaded: Get-ContabyxLoad.";

    private readonly IAsyncDisposable _database;
    private readonly BooksReader _reader;

    /// <summary>Opens the books.</summary>
    /// <param name="connection">Where the warehouse and the source are.</param>
    public BooksQuery(ContabyxConnection connection, BooksPlace place)
    {
        if (place == BooksPlace.Source)
        {
            var source = Addresses.OpenSource(connection);
            _database = source;
            _reader = new BooksReader(source, OnlyBooks);
            return;
        }

        var warehouse = Addresses.OpenWarehouse(connection);
        _database = warehouse;
        _reader = new BooksReader(warehouse, OnlyBooks);
    }

    /// <summary>The books in one line.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public Task<BooksBalance> ReadTotalAsync(BooksFilter filter, CancellationToken cancellation) =>
        _reader.ReadTotalAsync(filter, cancellation);

    /// <summary>The books by client, day, month or type, ordered by that.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public Task<IReadOnlyList<ContabyxBalance>> ReadByAsync(
        BalanceGrouping by, BooksFilter filter, CancellationToken cancellation) => _reader.ReadByAsync(by, filter, cancellation);

    /// <summary>The transactions, ordered by id, read page by page.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public IAsyncEnumerable<ContabyxTransaction> ReadTransactionsAsync(BooksFilter filter, CancellationToken cancellation) =>
        _reader.ReadTransactionsAsync(filter, cancellation);

    /// <summary>The first clients, ordered by id.</summary>
    /// <param name="limit">How many at most.</param>
    internal Task<IReadOnlyList<(int Id, string Name)>> ReadFirstClientsAsync(int limit, CancellationToken cancellation) =>
        _reader.ReadFirstClientsAsync(limit, cancellation);

    /// <summary>The first and the last day; empty if there are no transactions.</summary>
    internal Task<IReadOnlyList<DateOnly>> ReadDaysAsync(CancellationToken cancellation) => _reader.ReadDaysAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
