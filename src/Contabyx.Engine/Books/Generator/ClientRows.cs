using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>Clients, created when the round begins at which they arrive.</summary>
internal sealed class ClientRows(KeyRange ids, BooksClock clock, CounterRandom nameSeeds)
    : TableRows(BooksSchema.Clients, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        FillIds(columns[0], firstId, count);
        // Not shared, because blocks are filled in parallel and the name generator has a state.
        var names = new ClientNames();
        for (var row = 0; row < count; row++)
        {
            var client = firstId + row;
            var legal = ClientArrivals.IsLegal(client);
            names.Choose((int)nameSeeds.Below(client, int.MaxValue), legal);
            columns[1].SetBytes(row, legal ? "legal"u8 : "natural"u8);
            columns[2].SetText(row, names.Name);
            if (names.TradeName is { } tradeName)
                columns[3].SetText(row, tradeName);
            else
                columns[3].SetNull(row);
            columns[4].Longs[row] = clock.TimeOf(ClientArrivals.RoundOf(client));
        }
    }
}
