using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>The taxes: one on each kind of transaction, with its id.</summary>
internal sealed class TaxTypeRows(KeyRange ids) : TableRows(BooksSchema.TaxType, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        for (var row = 0; row < count; row++)
        {
            var kind = TransactionKind.All[row];
            columns[0].Longs[row] = kind.Id;
            columns[1].Longs[row] = kind.Id;
            columns[2].SetText(row, $"tax on {kind.Direction}: {kind.Name}");
            columns[3].Longs[row] = kind.Rate;
        }
    }
}
