namespace Contabyx.Engine.Books;

/// <summary>
/// Where the sample books are written: their tables, their parameters, and which batches have reached the
/// warehouse. A source can do without one.
/// </summary>
internal interface IBooksLedger : IAsyncDisposable
{
    /// <summary>The address of the database that the books are in, without any secret.</summary>
    string Address { get; }

    /// <summary>The statements that create the books' tables if they are missing, in order.</summary>
    IReadOnlyList<string> InitializeStatements { get; }

    /// <summary>Creates the books' tables if they are missing.</summary>
    /// <param name="cancellation">Stops it; nothing is left half-finished.</param>
    Task InitializeAsync(CancellationToken cancellation);

    /// <summary>The names of all existing objects, for callers that want to write books. Nothing is created.</summary>
    Task<SourceTables> ReadTablesAsync(CancellationToken cancellation);

    /// <summary>The parameters of the books here; NULL when nothing was written yet.</summary>
    Task<BooksState?> ReadBooksAsync(CancellationToken cancellation);

    /// <summary>
    /// Batches that were written but never confirmed by <see cref="ConfirmAsync"/>, the oldest first.
    /// </summary>
    Task<IReadOnlyList<ContabyxBatch>> ReadUnconfirmedAsync(CancellationToken cancellation);

    /// <summary>
    /// Writes one batch in one transaction: its rows, the batch itself, and the new state of the books. All or nothing.
    /// </summary>
    /// <param name="before">The state that the books must have; NULL for no books yet.</param>
    /// <param name="after">The state they have afterwards.</param>
    /// <param name="rows">The rows. All of them are read, and the batch is described, before the commit.</param>
    /// <param name="wait">
    /// Whether to wait for another batch that is being written there; otherwise a source that several processes can
    /// write to fails after at most 15 s.
    /// </param>
    /// <param name="cancellation">Stops it; the transaction is rolled back.</param>
    /// <returns>The batch as it was written.</returns>
    /// <exception cref="BooksConflictException">
    /// The books have another state than <paramref name="before"/>.
    /// </exception>
    /// <exception cref="BusyException">Another batch is being written.</exception>
    Task<ContabyxBatch> WriteBatchAsync(
        BooksState? before, BooksState after, IBatchRows rows, bool wait, CancellationToken cancellation);

    /// <summary>
    /// Notes that batches have reached the warehouse. Unknown ids and ids that are already confirmed are ignored.
    /// </summary>
    /// <param name="batches">The batches' ids.</param>
    Task ConfirmAsync(IReadOnlyCollection<string> batches, CancellationToken cancellation);
}
