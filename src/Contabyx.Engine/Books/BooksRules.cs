namespace Contabyx.Engine.Books;

/// <summary>The limits and defaults of the books that the generator makes.</summary>
internal static class BooksRules
{
    /// <summary>The version of the rules in force. Any change to any generated value is a new version.</summary>
    public const int DataVersion = 1;

    /// <summary>Rounds in a day, unless asked otherwise.</summary>
    public const int DefaultRoundsPerDay = 100;

    /// <summary>The most rounds in a day: with three movements in each, one movement falls on every second.</summary>
    public const int MaxRoundsPerDay = 28_800;

    /// <summary>Movements in a round: an income, an expense and a transfer.</summary>
    public const int MovementsPerRound = 3;

    /// <summary>Transactions in a round: a transfer has two.</summary>
    public const int TransactionsPerRound = 4;

    /// <summary>Day 0 of the books, unless asked otherwise: 2015-07-01.</summary>
    public static DateOnly DefaultStartDay { get; } = new(2015, 7, 1);
}
