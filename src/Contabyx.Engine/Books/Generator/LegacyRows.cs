using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>The entries of the legacy system: one for each transaction, with its id, and some with a fault.</summary>
internal sealed class LegacyRows(KeyRange ids, TransactionRows transactions, LegacyFaults faults)
    : TableRows(BooksSchema.LegacyEntries, ids)
{
    private readonly long _first = ids.First;

    /// <summary>The answer key of all rows.</summary>
    public IEnumerable<ContabyxFault> Faults()
    {
        var block = new RowBlock(BooksSchema.Transactions);
        for (var number = 0L; number < Blocks; number++)
        {
            transactions.Fill(block, number);
            for (var row = 0; row < block.Count; row++)
            {
                var id = block.Columns[0].Longs[row];
                if (faults.Of(id, LegacyEntry.Of(block.Columns, row)) is { } fault)
                    yield return LegacyFaults.Describe(id, fault);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        FillIds(columns[0], firstId, count);
        var block = new RowBlock(BooksSchema.Transactions);
        transactions.Fill(block, (firstId - _first) / RowBlock.DefaultCapacity);
        for (var row = 0; row < count; row++)
        {
            var entry = LegacyEntry.Of(block.Columns, row);
            string[] values = ["", LegacyEntry.ReferenceOf(firstId + row), entry.Description, entry.EnteredOn, entry.Amount];
            if (faults.Of(firstId + row, entry) is { } fault)
                values[fault.Column] = fault.Value;
            for (var column = 1; column < values.Length; column++)
                columns[column].SetText(row, values[column]);
        }
    }
}
