namespace Contabyx;

/// <summary>Which transactions of the books are wanted; by default all.</summary>
public sealed record BooksFilter
{
    /// <summary>The first day; NULL, the default, for the first day of the books.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day; NULL, the default, for the last day of the books.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Ids of clients; none, the default, for all.</summary>
    public IReadOnlyList<int> Clients { get; init; } = [];
}
