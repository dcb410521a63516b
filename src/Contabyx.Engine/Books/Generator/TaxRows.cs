using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Taxes: one on each transaction, with the transaction's id, of the kind that belongs to the transaction's kind.
/// </summary>
internal sealed class TaxRows(KeyRange ids, Movements movements) : TableRows(BooksSchema.Tax, ids)
{
    private readonly int[] _rates = [.. TransactionKind.All.Select(kind => kind.Rate)];

    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        FillIds(columns[0], firstId, count);
        FillIds(columns[1], firstId, count);
        FillFees(
            (firstId - 1) / BooksRules.TransactionsPerRound,
            columns[2].Longs.AsSpan(0, count),
            columns[3].Longs.AsSpan(0, count));
    }

    // Whole rounds, as in TransactionRows.
    private void FillFees(long round, Span<long> kinds, Span<long> fees)
    {
        for (var row = 0; row < kinds.Length; row += BooksRules.TransactionsPerRound, round++)
        {
            kinds[row] = movements.IncomeKind(round);
            fees[row] = Fee.Of(movements.IncomeAmount(round), _rates[kinds[row] - 1]);
            kinds[row + 1] = movements.ExpenseKind(round);
            fees[row + 1] = Fee.Of(movements.ExpenseAmount(round), _rates[kinds[row + 1] - 1]);

            var amount = movements.TransferAmount(round);
            kinds[row + 2] = movements.TransferExpenseKind(round);
            fees[row + 2] = Fee.Of(amount, _rates[kinds[row + 2] - 1]);
            kinds[row + 3] = movements.TransferIncomeKind(kinds[row + 2]);
            fees[row + 3] = Fee.Of(amount, _rates[kinds[row + 3] - 1]);
        }
    }
}
