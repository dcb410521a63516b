using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>All blocks of a batch, numbered from 0 through all tables in the order in which they are written.</summary>
internal sealed class BlockSequence
{
    private readonly TableRows[] _tables;

    /// <summary>Prepares the blocks of a batch.</summary>
    /// <param name="faults">The faults that it has; NULL for none.</param>
    public BlockSequence(BatchPlan plan, FaultPlan? faults = null)
    {
        var clock = new BooksClock(plan.Books);
        var movements = new Movements(plan.Books);
        var transactions = new TransactionRows(plan.RangeOf(BooksSchema.Transactions.Name), clock, movements);
        _tables =
        [
            new DocumentTypeRows(plan.RangeOf(BooksSchema.DocumentTypes.Name)),
            new TransactionTypeRows(plan.RangeOf(BooksSchema.TransactionTypes.Name)),
            new TaxTypeRows(plan.RangeOf(BooksSchema.TaxType.Name)),
            new ClientRows(
                plan.RangeOf(BooksSchema.Clients.Name), clock, plan.Books.Open(RandomStream.ClientName)),
            new DocumentRows(
                plan.RangeOf(BooksSchema.Documents.Name), clock, new DocumentNumbers(plan.Books)),
            transactions,
            new TaxRows(plan.RangeOf(BooksSchema.Tax.Name), movements),
            new TransferRows(plan.RangeOf(BooksSchema.Transfers.Name)),
        ];
        if (faults is not null)
        {
            Legacy = new LegacyRows(
                plan.RangeOf(BooksSchema.Transactions.Name), transactions, new LegacyFaults(plan.Books, faults));
            _tables = [.. _tables, Legacy];
        }

        Count = _tables.Sum(table => table.Blocks);
    }

    /// <summary>The legacy entries; NULL when there are none.</summary>
    public LegacyRows? Legacy { get; }

    /// <summary>How many blocks there are.</summary>
    public long Count { get; }

    /// <summary>
    /// Makes the rows of a block. May be called from many threads at once, each with a block of its own.
    /// </summary>
    /// <param name="number">Which block, from 0.</param>
    /// <param name="reuse">A block that is no longer needed; NULL for none.</param>
    /// <returns>The same block if it belongs to the right table, otherwise a new one.</returns>
    public RowBlock Fill(long number, RowBlock? reuse)
    {
        var table = Find(ref number);
        var block = ReferenceEquals(reuse?.Table, table.Table) ? reuse : new RowBlock(table.Table);
        table.Fill(block, number);
        return block;
    }

    private TableRows Find(ref long number)
    {
        foreach (var table in _tables)
        {
            if (number < table.Blocks)
                return table;
            number -= table.Blocks;
        }

        throw new ArgumentOutOfRangeException(nameof(number), number, $"The batch has only {Count} blocks.");
    }
}
