using System.Globalization;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// What a batch of books contains, by arithmetic alone: its id, and the ids of its rows in every table. Nothing is
/// generated.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Dictionary<string, KeyRange> _ranges;

    /// <summary>Plans the batch of some days in a row.</summary>
    /// <param name="books">The parameters of the books. The number of days already written does not matter.</param>
    /// <param name="firstDay">The first day, not before the books' start.</param>
    /// <param name="days">How many days, 1 or more; the last is before 9999-12-31, so that there is a next day.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The data version is unknown, the rounds per day are not 1 to 28,800, or a day is not one of the books.
    /// </exception>
    public BatchPlan(BooksState books, DateOnly firstDay, int days)
    {
        ArgumentNullException.ThrowIfNull(books);
        BooksLimits.Check(books);
        BooksLimits.Check(books, firstDay, days);
        Books = books;
        FirstDay = firstDay;
        LastDay = firstDay.AddDays(days - 1);
        var firstRound = (long)(firstDay.DayNumber - books.StartDay.DayNumber) * books.RoundsPerDay;
        var rounds = (long)days * books.RoundsPerDay;
        _ranges = Ranges(firstRound, firstRound + rounds);
        Rows = BooksSchema.Tables.Sum(table => _ranges[table.Name].Count);
    }

    public BooksState Books { get; }

    public DateOnly FirstDay { get; }

    public DateOnly LastDay { get; }

    /// <summary>Rows in all tables.</summary>
    public long Rows { get; }

    /// <summary>
    /// The batch's id, such as <c>20150701-20160629-s1-r100-v1</c>; see <see cref="ContabyxBatch.Id"/>.
    /// </summary>
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
        $"{FirstDay:yyyyMMdd}-{LastDay:yyyyMMdd}-s{Books.Seed}-r{Books.RoundsPerDay}-v{Books.DataVersion}");

    /// <summary>The ids of the batch's rows in a table, one for each row; an empty range when there are none.</summary>
    /// <param name="table">The name of a table of <see cref="BooksSchema"/>.</param>
    /// <exception cref="ArgumentException">The books have no such table.</exception>
    public KeyRange RangeOf(string table) => _ranges.TryGetValue(table, out var range)
        ? range
        : throw new ArgumentException(
            $"The books have no table '{table}'. Their tables are: {string.Join(", ", _ranges.Keys)}.", nameof(table));

    private static Dictionary<string, KeyRange> Ranges(long firstRound, long endRound)
    {
        var clients = new KeyRange(ClientArrivals.CountBefore(firstRound) + 1, ClientArrivals.CountBefore(endRound));
        var transactions = PerRound(BooksRules.TransactionsPerRound);
        return new()
        {
            [BooksSchema.DocumentTypes.Name] = Fixed(DocumentKind.All.Count),
            [BooksSchema.TransactionTypes.Name] = Fixed(TransactionKind.All.Count),
            [BooksSchema.TaxType.Name] = Fixed(TransactionKind.All.Count),
            [BooksSchema.Clients.Name] = clients,
            [BooksSchema.Documents.Name] = clients,
            [BooksSchema.Transactions.Name] = transactions,
            [BooksSchema.Tax.Name] = transactions,
            [BooksSchema.Transfers.Name] = PerRound(1),
            [BooksSchema.LegacyEntries.Name] = transactions,
        };

        // The fixed tables come with day 0 and never again.
        KeyRange Fixed(int rows) => new(firstRound == 0 ? 1 : rows + 1, rows);
        KeyRange PerRound(int rows) => new((firstRound * rows) + 1, endRound * rows);
    }
}
