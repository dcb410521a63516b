using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books;

/// <summary>The rows of one batch of books that is being written to a source. They can be read once.</summary>
internal interface IBatchRows
{
    /// <summary>
    /// The rows, table by table in the order in which they must be written. The same block of a table is returned again
    /// and again, so finish with each one before you ask for the next.
    /// </summary>
    IEnumerable<RowBlock> Read(CancellationToken cancellation);

    /// <summary>The batch, with the counts and control totals of its rows. Available only after all rows were read.</summary>
    ContabyxBatch Describe();
}
