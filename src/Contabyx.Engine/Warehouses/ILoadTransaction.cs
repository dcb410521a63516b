namespace Contabyx.Engine.Warehouses;

/// <summary>
/// One transaction of a warehouse, in which the tables of a run are proven, applied and recorded in the history. Disposing
/// it without <see cref="CommitAsync"/> rolls everything back.
/// </summary>
internal interface ILoadTransaction : IAsyncDisposable
{
    /// <summary>Checks whether these rows are already there and still valid, before anything is done.</summary>
    /// <returns>The earlier load; NULL when the rows must be loaded.</returns>
    Task<LoadRecord?> FindEarlierAsync(TableLoad load, CancellationToken cancellation);

    /// <summary>Copies the files of the manifest into a staging table, which nobody else sees.</summary>
    /// <returns>
    /// The rows that were left out, one error each without the value; no more than <see cref="TableLoad.MaxErrors"/>.
    /// </returns>
    /// <exception cref="WarehouseException">A file or a value was refused.</exception>
    Task<IReadOnlyList<ContabyxLoadError>> StageAsync(TableLoad load, CancellationToken cancellation);

    /// <summary>
    /// Locks the load history, so that nobody else applies rows to this table until the end, and checks again whether
    /// these rows have been loaded in the meantime.
    /// </summary>
    /// <returns>The earlier load; NULL when the rows must be loaded.</returns>
    Task<LoadRecord?> LockAsync(TableLoad load, CancellationToken cancellation);

    /// <summary>The control totals of the staged rows, by SQL.</summary>
    Task<TableTotals> ReadStagedTotalsAsync(TableLoad load, CancellationToken cancellation);

    /// <summary>
    /// The control totals of the table's own rows, by the same SQL, without columns of parsed JSON.
    /// </summary>
    /// <param name="range">The keys of the rows; NULL for all rows except those that are marked as deleted.</param>
    Task<TableTotals> ReadTableTotalsAsync(TableLoad load, KeyRange? range, CancellationToken cancellation);

    /// <summary>Applies the staged rows to the table, as the mode says, and drops the staging table.</summary>
    /// <param name="staged">The totals of the staged rows.</param>
    /// <param name="force">Whether rows of a later run may be overwritten.</param>
    /// <returns>Rows inserted.</returns>
    Task<long> ApplyAsync(TableLoad load, TableTotals staged, bool force, CancellationToken cancellation);

    /// <summary>
    /// The watermark of the rows in the table after the load: the largest value of its column, up to the watermark of
    /// the run.
    /// </summary>
    /// <returns>NULL if no row has one.</returns>
    Task<string?> ReadWatermarkAsync(TableLoad load, CancellationToken cancellation);

    /// <summary>Records a load in the history.</summary>
    /// <param name="record">The row of the history.</param>
    Task RecordAsync(LoadRecord record, CancellationToken cancellation);

    /// <param name="cancellation">Stops it, if it has not begun.</param>
    Task CommitAsync(CancellationToken cancellation);
}
