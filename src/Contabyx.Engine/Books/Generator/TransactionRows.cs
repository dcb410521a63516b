using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>Transactions: of each round the income, the expense, and the transfer's expense and income.</summary>
internal sealed class TransactionRows(KeyRange ids, BooksClock clock, Movements movements)
    : TableRows(BooksSchema.Transactions, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        FillIds(columns[0], firstId, count);
        FillMovements(
            new RoundCursor(clock, (firstId - 1) / BooksRules.TransactionsPerRound),
            columns[1].Longs.AsSpan(0, count),
            columns[2].Longs.AsSpan(0, count),
            columns[3].Longs.AsSpan(0, count),
            columns[4].Longs.AsSpan(0, count));
    }

    // Batches begin with a round and blocks hold whole rounds, so four rows at a time always fit.
    private void FillMovements(
        RoundCursor cursor, Span<long> clients, Span<long> kinds, Span<long> amounts, Span<long> times)
    {
        for (var row = 0; row < clients.Length; row += BooksRules.TransactionsPerRound, cursor.MoveNext())
        {
            var round = cursor.Round;
            var known = ClientArrivals.CountAt(round);
            clients[row] = movements.IncomeClient(round, known);
            kinds[row] = movements.IncomeKind(round);
            amounts[row] = movements.IncomeAmount(round);
            times[row] = cursor.TimeOf(0);

            clients[row + 1] = movements.ExpenseClient(round, known);
            kinds[row + 1] = movements.ExpenseKind(round);
            amounts[row + 1] = movements.ExpenseAmount(round);
            times[row + 1] = cursor.TimeOf(1);

            var payer = movements.Payer(round, known);
            var kind = movements.TransferExpenseKind(round);
            clients[row + 2] = payer;
            clients[row + 3] = movements.Payee(round, known, payer);
            kinds[row + 2] = kind;
            kinds[row + 3] = movements.TransferIncomeKind(kind);
            amounts[row + 2] = amounts[row + 3] = movements.TransferAmount(round);
            times[row + 2] = times[row + 3] = cursor.TimeOf(2);
        }
    }
}
