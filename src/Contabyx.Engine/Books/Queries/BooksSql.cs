using System.Globalization;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Books.Queries;

/// <summary>The statements that read the books of one database.</summary>
internal sealed class BooksSql(IQueried database)
{
    private const string DayOf = "CAST(CAST(t.occurred_at AS DATE) AS {0})";

    private static readonly SqlFile Sql = SqlFile.Load("reading.sql");

    /// <summary>
    /// A statement that adds up by a key: <c>movements</c>, <c>transfers-in</c>, <c>transfers-out</c>, <c>fees</c>.
    /// </summary>
    /// <param name="name">The statement's name.</param>
    /// <param name="by">The key; NULL for one sum of all.</param>
    /// <param name="filter">Which transactions.</param>
    public string Sums(string name, BalanceGrouping? by, BooksFilter filter) =>
        Statement(name, ("key", KeyOf(by)), ("filter", Condition(filter)));

    /// <summary>The next transactions, ordered by id.</summary>
    /// <param name="after">The id before the first of them.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="filter">Which transactions.</param>
    public string Transactions(long after, int limit, BooksFilter filter) => Statement(
        "transactions", ("after", Number(after)), ("limit", Number(limit)), ("filter", Condition(filter)));

    /// <summary>
    /// What belongs to some ids: <c>fees-of</c>, <c>transfers-into</c>, <c>transfers-out-of</c>, <c>clients</c>.
    /// </summary>
    /// <param name="name">The statement's name.</param>
    /// <param name="ids">The ids, one or more.</param>
    public string Of(string name, IEnumerable<long> ids) => Statement(name, ("ids", string.Join(", ", ids.Select(Number))));

    /// <summary>The first clients, ordered by id.</summary>
    /// <param name="limit">How many at most.</param>
    public string FirstClients(int limit) => Statement("first-clients", ("limit", Number(limit)));

    /// <summary>The first and the last day.</summary>
    public string Days() => Statement("days");

    /// <summary>The types of transactions.</summary>
    public string Types() => Statement("types");

    private string Statement(string name, params ReadOnlySpan<(string Slot, string Sql)> slots) => Sql.Statement(
        name,
        [
            .. slots,
            ("text", database.TextType),
            ("transactions", database.QuoteTable("Transactions")),
            ("types", database.QuoteTable("TransactionTypes")),
            ("transfers", database.QuoteTable("Transfers")),
            ("tax", database.QuoteTable("Tax")),
            ("clients", database.QuoteTable("Clients")),
        ]);

    private string KeyOf(BalanceGrouping? by)
    {
        var day = string.Format(CultureInfo.InvariantCulture, DayOf, database.TextType);
        return by switch
        {
            BalanceGrouping.Client => $"CAST(t.client_id AS {database.TextType})",
            BalanceGrouping.Type => $"CAST(t.transaction_type_id AS {database.TextType})",
            BalanceGrouping.Day => day,
            BalanceGrouping.Month => $"substring({day}, 1, 7)",
            _ => $"CAST('all' AS {database.TextType})",
        };
    }

    private static string Condition(BooksFilter filter)
    {
        var conditions = new List<string>();
        if (filter.FirstDay is { } first)
            conditions.Add($"t.occurred_at >= {Day(first)}");
        if (filter.LastDay is { } last)
            conditions.Add($"t.occurred_at < {Day(last.AddDays(1))}");
        if (filter.Clients.Count > 0)
            conditions.Add($"t.client_id IN ({string.Join(", ", filter.Clients.Select(id => Number(id)))})");
        return conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", conditions);
    }

    private static string Day(DateOnly day) => FormattableString.Invariant($"CAST('{day:yyyy-MM-dd}' AS DATE)");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
