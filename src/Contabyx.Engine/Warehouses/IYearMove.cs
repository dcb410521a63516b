namespace Contabyx.Engine.Warehouses;

/// <summary>
/// The move of one year, on a connection of its own. Disposing it without <see cref="CommitAsync"/> rolls everything back that
/// follows <see cref="LockAsync"/>.
/// </summary>
internal interface IYearMove : IAsyncDisposable
{
    /// <summary>Writes a year's rows to files, outside any transaction. Nobody sees them yet.</summary>
    /// <returns>How many rows the warehouse says it wrote; NULL if it does not say.</returns>
    Task<long?> UnloadAsync(ArchivedYear year, CancellationToken cancellation);

    /// <summary>
    /// Begins the transaction and locks the load history, so that no load changes a table until the end.
    /// </summary>
    Task LockAsync(string table, CancellationToken cancellation);

    /// <summary>What the ledger says about a table now.</summary>
    Task<IReadOnlyList<ArchivedYear>> ReadAsync(string table, CancellationToken cancellation);

    /// <summary>
    /// The attempts to archive a year that this database has on its list and not in its ledger: their files are nobody's.
    /// </summary>
    Task<IReadOnlyList<string>> ReadAttemptsAsync(string table, int year, CancellationToken cancellation);

    /// <summary>Puts an attempt on the list before it writes files, and takes others from it, whose files are deleted.</summary>
    Task BeginAttemptAsync(ArchivedYear year, IReadOnlyList<string> ended, CancellationToken cancellation);

    /// <summary>The totals of a year's rows in the table.</summary>
    Task<TableTotals> ReadTableTotalsAsync(ArchivedYear year, CancellationToken cancellation);

    /// <summary>The totals of a year's rows in its files, by the same SQL.</summary>
    Task<TableTotals> ReadArchivedTotalsAsync(ArchivedYear year, CancellationToken cancellation);

    /// <summary>The columns that the table has now, after <see cref="ReadTableTotalsAsync"/>; NULL if there is no such table.</summary>
    Task<IReadOnlyList<ColumnSchema>?> ReadColumnsAsync(string table, CancellationToken cancellation);

    /// <summary>Deletes a year's rows from the table, writes the ledger, and takes the attempt from the list.</summary>
    /// <returns>How many rows were deleted.</returns>
    Task<long> ArchiveAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation);

    /// <summary>Inserts a year's rows into the table, and moves it from the ledger to the list of attempts, whose files may go.</summary>
    /// <returns>How many rows were inserted.</returns>
    Task<long> RestoreAsync(ArchivedTable table, ArchivedYear year, CancellationToken cancellation);

    /// <param name="cancellation">Stops it, if it has not begun.</param>
    Task CommitAsync(CancellationToken cancellation);

    /// <summary>Forgets where the files of attempts are that nobody will read. What cannot be forgotten stays.</summary>
    Task ForgetAsync(ArchivedYear year, IReadOnlyList<string> ids, CancellationToken cancellation);
}
