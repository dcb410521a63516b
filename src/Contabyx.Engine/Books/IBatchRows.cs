using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books;

/// <summary>The rows of one batch of books on their way into a source. They can be read once.</summary>
internal interface IBatchRows
{
    /// <summary>
    /// The rows, table by table in the order in which they must be written. The same block of a table is given again
    /// and again, so each must be used up before the next is asked for.
    /// </summary>
    IEnumerable<RowBlock> Read(CancellationToken cancellation);

    /// <summary>The batch, with the counts and control totals of its rows. Only after all of them were read.</summary>
    ContabyxBatch Describe();
}
