using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files;

/// <summary>Writes the rows of one table to files, and counts what it writes.</summary>
internal interface ITableWriter : IAsyncDisposable
{
    /// <summary>The control totals of the rows so far.</summary>
    TableTotals Totals { get; }

    /// <summary>Writes the rows of a block. It may return before they have reached the disk.</summary>
    /// <param name="block">The rows; not kept.</param>
    /// <exception cref="ValueRefusedException">The target column cannot hold a value.</exception>
    ValueTask WriteAsync(RowBlock block, CancellationToken cancellation);

    /// <summary>Finishes all files. Disposing without this deletes them.</summary>
    /// <returns>The parts in order, and the control totals of all rows.</returns>
    Task<WrittenTable> CompleteAsync(CancellationToken cancellation);
}
