using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>The kinds of transaction.</summary>
internal sealed class TransactionTypeRows(KeyRange ids) : TableRows(BooksSchema.TransactionTypes, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        for (var row = 0; row < count; row++)
        {
            var kind = TransactionKind.All[row];
            columns[0].Longs[row] = kind.Id;
            columns[1].SetText(row, kind.Direction);
            columns[2].SetText(row, kind.Name);
        }
    }
}
