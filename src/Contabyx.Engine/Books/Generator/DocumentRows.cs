using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Documents: one for each client, with the client's id, issued on the day on which the client arrives.
/// </summary>
internal sealed class DocumentRows(KeyRange ids, BooksClock clock, DocumentNumbers numbers)
    : TableRows(BooksSchema.Documents, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        FillIds(columns[0], firstId, count);
        FillIds(columns[1], firstId, count);
        for (var row = 0; row < count; row++)
        {
            var client = firstId + row;
            var day = clock.DayOf(ClientArrivals.RoundOf(client));
            var kind = ClientArrivals.IsLegal(client) ? DocumentKind.Legal : DocumentKind.Natural;
            columns[2].Longs[row] = kind.Id;
            columns[3].SetText(row, numbers.Of(client, day));
            columns[4].Longs[row] = day;
        }
    }
}
