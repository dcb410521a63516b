using Contabyx.Engine.Connections;

namespace Contabyx.Engine.Books.Queries;

/// <summary>Looks up clients and days of the books, for completion.</summary>
public static class BooksNames
{
    /// <summary>As many clients as a list can be read with.</summary>
    private const int MostClients = 1_000;

    /// <summary>The first clients, ordered by id; empty when the books do not answer in time.</summary>
    /// <param name="connection">Where the books are.</param>
    /// <param name="patience">How long to wait.</param>
    public static IReadOnlyList<(int Id, string Name)> ReadClients(ContabyxConnection connection, BooksPlace place, TimeSpan patience) =>
        Read(connection, place, patience, (books, cancellation) => books.ReadFirstClientsAsync(MostClients, cancellation));

    /// <summary>The first and the last day; NULL when the books do not answer in time, or have no transactions.</summary>
    /// <param name="connection">Where the books are.</param>
    /// <param name="patience">How long to wait.</param>
    public static (DateOnly First, DateOnly Last)? ReadDays(ContabyxConnection connection, BooksPlace place, TimeSpan patience) =>
        Read(connection, place, patience, (books, cancellation) => books.ReadDaysAsync(cancellation)) is [var first, var last]
            ? (first, last) : null;

    private static IReadOnlyList<T> Read<T>(
        ContabyxConnection connection,
        BooksPlace place,
        TimeSpan patience,
        Func<BooksQuery, CancellationToken, Task<IReadOnlyList<T>>> read) =>
        PatientLookup.Read<T>(connection, patience, async cancellation =>
        {
            var books = new BooksQuery(connection, place);
            await using (books)
                return await read(books, cancellation).ConfigureAwait(false);
        });
}
