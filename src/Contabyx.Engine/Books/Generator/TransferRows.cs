using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>Transfers: one in each round, made of the round's third and fourth transaction.</summary>
internal sealed class TransferRows(KeyRange ids) : TableRows(BooksSchema.Transfers, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        FillIds(columns[0], firstId, count);
        var expenses = columns[1].Longs.AsSpan(0, count);
        var incomes = columns[2].Longs.AsSpan(0, count);
        for (var row = 0; row < expenses.Length; row++)
        {
            var last = (firstId + row) * BooksRules.TransactionsPerRound;
            expenses[row] = last - 1;
            incomes[row] = last;
        }
    }
}
