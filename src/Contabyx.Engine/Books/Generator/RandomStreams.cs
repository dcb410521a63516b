namespace Contabyx.Engine.Books.Generator;

/// <summary>Opens the random streams of books.</summary>
internal static class RandomStreams
{
    /// <summary>The random numbers of one kind of choice in the given books.</summary>
    public static CounterRandom Open(this BooksState books, RandomStream stream) =>
        new(books.DataVersion, books.Seed, (int)stream);
}
