using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class ClientTests
{
    private static readonly Dictionary<string, List<string[]>> SevenYears =
        ReadClients(BookRows.Of(BookRows.Books(), 0, 2_555));

    [Fact]
    public void Clients_have_one_valid_document_each_that_nobody_else_has()
    {
        var books = BookRows.Books(roundsPerDay: BooksRules.MaxRoundsPerDay, start: new DateOnly(2026, 6, 1));
        var numbers = new DocumentNumbers(books);
        var clock = new BooksClock(books);
        var seen = new HashSet<string>();
        for (var client = 1L; client <= 22_000; client++)
        {
            var number = numbers.Of(client, clock.DayOf(ClientArrivals.RoundOf(client)));
            Assert.True(ClientArrivals.IsLegal(client) ? Cnpj.IsValid(number) : Cpf.IsValid(number), number);
            Assert.True(seen.Add(number), number);
        }
    }

    [Fact]
    public void From_July_2026_on_a_new_company_gets_a_number_with_letters()
    {
        var books = BookRows.Books(roundsPerDay: 5_000, start: new DateOnly(2026, 6, 27));
        var before = Companies(BookRows.Of(books, 0, 4));
        var after = Companies(BookRows.Of(books, 4, 4));

        Assert.Equal(Enumerable.Range(0, 8).Select(books.StartDay.AddDays), before.Concat(after).Select(c => c.Day));
        Assert.All(before, company => Assert.DoesNotContain(company.Number, char.IsAsciiLetter));
        Assert.All(after, company => Assert.Contains(company.Number, char.IsAsciiLetterUpper));
        Assert.All(before.Concat(after), company => Assert.True(Cnpj.IsValid(company.Number)));
    }

    [Fact]
    public void Documents_belong_to_their_clients_and_are_issued_on_the_day_of_arrival()
    {
        var (clients, documents) = (SevenYears["Clients"], SevenYears["Documents"]);

        Assert.Equal((511, 52), (clients.Count(row => row[1] == "natural"), clients.Count(row => row[1] == "legal")));
        Assert.All(clients.Zip(documents), pair =>
        {
            var (client, document) = pair;
            var days = long.Parse(client[4]) / 86_400_000_000;
            Assert.Equal([client[0], client[0], client[1] == "legal" ? "2" : "1"], document[..3]);
            Assert.Equal(days, long.Parse(document[4]));
        });
    }

    [Fact]
    public void Only_companies_have_a_trade_name_and_all_names_fit_their_columns()
    {
        var clients = SevenYears["Clients"];

        Assert.All(clients, row => Assert.Equal(row[1] == "natural", row[3] == "NULL"));
        Assert.All(clients, row => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(row[2]), 8, 160));
        Assert.InRange(clients.Select(row => row[2]).Distinct().Count(), 550, 563);
    }

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("abcdefgh", "abcdef")]
    [InlineData("abcdeé", "abcde")]
    [InlineData("abcdé", "abcdé")]
    [InlineData("abc😀", "abc")]
    public void Text_is_cut_to_the_bytes_of_its_column_but_never_inside_a_character(string text, string expected)
    {
        var column = new ColumnVector(ColumnType.Text(6), 1);

        column.SetText(0, text);

        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(column.GetBytes(0)));
    }

    private static List<(string Number, DateOnly Day)> Companies(BatchRows rows) =>
    [
        .. ReadClients(rows)["Documents"].Where(row => row[2] == "2")
            .Select(row => (row[3], DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(int.Parse(row[4])))),
    ];

    // Stops before the transactions, which are most of the rows.
    private static Dictionary<string, List<string[]>> ReadClients(BatchRows rows) => rows
        .Read(TestContext.Current.CancellationToken)
        .TakeWhile(block => block.Table != BooksSchema.Transactions)
        .SelectMany(block => BookRows.Lines(block).Select(line => (block.Table.Name, Row: line.Split('|'))))
        .GroupBy(row => row.Name, row => row.Row)
        .ToDictionary(table => table.Key, table => table.ToList());
}
