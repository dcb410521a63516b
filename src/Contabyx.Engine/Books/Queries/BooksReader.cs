using System.Globalization;
using System.Runtime.CompilerServices;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Books.Queries;

/// <summary>Reads the books in a source or a warehouse: sums, and the transactions themselves.</summary>
/// <param name="database">Where they are.</param>
/// <param name="advice">What to do when there are none.</param>
internal sealed class BooksReader(IQueried database, string advice)
{
    private const int PageRows = 10_000;

    private readonly BooksSql _sql = new(database);
    private readonly Dictionary<string, string> _clients = new(StringComparer.Ordinal);

    /// <summary>The books in one line.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async Task<BooksBalance> ReadTotalAsync(BooksFilter filter, CancellationToken cancellation)
    {
        var sums = await ReadSumsAsync(null, filter, cancellation).ConfigureAwait(false);
        var total = sums.Values.FirstOrDefault() is { } all
            ? new BooksBalance(
                all.FirstDay, all.LastDay, all.Transactions, all.Income, all.Expenses, all.TransferIn, all.TransferOut, all.Fees)
            : new BooksBalance(null, null, 0, 0, 0, 0, 0, 0);
        return total with { ReadFrom = database.Address };
    }

    /// <summary>The books by client, day, month or type, ordered by that.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async Task<IReadOnlyList<ContabyxBalance>> ReadByAsync(
        BalanceGrouping by, BooksFilter filter, CancellationToken cancellation)
    {
        var sums = await ReadSumsAsync(by, filter, cancellation).ConfigureAwait(false);
        var names = await ReadNamesAsync(by, sums.Keys, cancellation).ConfigureAwait(false);
        var inTime = by is BalanceGrouping.Day or BalanceGrouping.Month;
        var balance = inTime ? await ReadOpeningAsync(filter, cancellation).ConfigureAwait(false) : 0;
        var lines = new List<ContabyxBalance>(sums.Count);
        foreach (var (key, sum) in inTime ? sums.OrderBy(pair => pair.Key, StringComparer.Ordinal) : sums.OrderBy(pair => Id(pair.Key)))
        {
            var line = new ContabyxBalance(
                by, key, names.GetValueOrDefault(key, key), sum.Transactions, sum.Income, sum.Expenses, sum.TransferIn,
                sum.TransferOut, sum.Fees, 0);
            balance = inTime ? balance + line.Net : line.Net;
            lines.Add(line with { Balance = balance, ReadFrom = database.Address });
        }

        return lines;
    }

    /// <summary>The transactions, ordered by id, read page by page.</summary>
    /// <param name="filter">Which transactions.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async IAsyncEnumerable<ContabyxTransaction> ReadTransactionsAsync(
        BooksFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var types = (await QueryAsync(_sql.Types(), cancellation).ConfigureAwait(false))
            .ToDictionary(row => row[0]!, row => (Direction: row[1]!, Name: row[2]!), StringComparer.Ordinal);
        for (var after = 0L; ;)
        {
            var rows = await QueryAsync(_sql.Transactions(after, PageRows, filter), cancellation).ConfigureAwait(false);
            if (rows.Count == 0)
                yield break;
            var ids = rows.Select(row => Id(row[0]!)).ToList();
            var fees = await ReadPairsAsync("fees-of", ids, cancellation).ConfigureAwait(false);
            var into = await ReadPairsAsync("transfers-into", ids, cancellation).ConfigureAwait(false);
            var outOf = await ReadPairsAsync("transfers-out-of", ids, cancellation).ConfigureAwait(false);
            await ReadClientsAsync(rows.Select(row => row[2]!), cancellation).ConfigureAwait(false);
            foreach (var row in rows)
            {
                var (direction, type) = types[row[3]!];
                var income = direction == "income";
                var transfer = (income ? into : outOf).TryGetValue(row[0]!, out var leg) ? Id(leg) : (long?)null;
                yield return new ContabyxTransaction(
                    Id(row[0]!),
                    DateTime.Parse(row[1]!, CultureInfo.InvariantCulture),
                    (int)Id(row[2]!),
                    _clients.GetValueOrDefault(row[2]!, row[2]!),
                    (income, transfer) switch
                    {
                        (true, null) => MovementKind.Income,
                        (true, _) => MovementKind.TransferIn,
                        (false, null) => MovementKind.Expense,
                        _ => MovementKind.TransferOut,
                    },
                    type,
                    Money(row[4]!),
                    fees.TryGetValue(row[0]!, out var fee) ? Money(fee) : 0,
                    transfer);
            }

            after = ids[^1];
        }
    }

    /// <summary>The first clients, ordered by id.</summary>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async Task<IReadOnlyList<(int Id, string Name)>> ReadFirstClientsAsync(int limit, CancellationToken cancellation) =>
        [.. (await QueryAsync(_sql.FirstClients(limit), cancellation).ConfigureAwait(false)).Select(row => ((int)Id(row[0]!), row[1]!))];

    /// <summary>The first and the last day; empty if there are no transactions.</summary>
    /// <exception cref="BooksUnreadableException">There are no books.</exception>
    public async Task<IReadOnlyList<DateOnly>> ReadDaysAsync(CancellationToken cancellation) =>
        [.. (await QueryAsync(_sql.Days(), cancellation).ConfigureAwait(false)).SelectMany(row => row).OfType<string>().Select(Day)];

    private async Task<Dictionary<string, BooksSum>> ReadSumsAsync(
        BalanceGrouping? by, BooksFilter filter, CancellationToken cancellation)
    {
        var sums = new Dictionary<string, BooksSum>(StringComparer.Ordinal);
        foreach (var row in await QueryAsync(_sql.Sums("movements", by, filter), cancellation).ConfigureAwait(false))
        {
            sums.Add(row[0]!, new BooksSum
            {
                Transactions = Id(row[1]!),
                AllIncome = Money(row[2]!),
                AllExpenses = Money(row[3]!),
                FirstDay = Day(row[4]!),
                LastDay = Day(row[5]!),
            });
        }

        foreach (var row in await QueryAsync(_sql.Sums("transfers-in", by, filter), cancellation).ConfigureAwait(false))
            sums[row[0]!].TransferIn = Money(row[1]!);
        foreach (var row in await QueryAsync(_sql.Sums("transfers-out", by, filter), cancellation).ConfigureAwait(false))
            sums[row[0]!].TransferOut = Money(row[1]!);
        foreach (var row in await QueryAsync(_sql.Sums("fees", by, filter), cancellation).ConfigureAwait(false))
            sums[row[0]!].Fees = Money(row[1]!);
        return sums;
    }

    // What was left on the day before the first.
    private async Task<decimal> ReadOpeningAsync(BooksFilter filter, CancellationToken cancellation) =>
        filter.FirstDay is not { } first || first == DateOnly.MinValue ? 0
            : (await ReadTotalAsync(
                filter with { FirstDay = null, LastDay = first.AddDays(-1) }, cancellation).ConfigureAwait(false)).Balance;

    private async Task<Dictionary<string, string>> ReadNamesAsync(
        BalanceGrouping by, IEnumerable<string> keys, CancellationToken cancellation)
    {
        if (by == BalanceGrouping.Type)
        {
            // An income and an expense may share a name.
            var types = await QueryAsync(_sql.Types(), cancellation).ConfigureAwait(false);
            return types.ToDictionary(row => row[0]!, row => $"{row[2]} ({row[1]})", StringComparer.Ordinal);
        }

        if (by == BalanceGrouping.Client)
            await ReadClientsAsync(keys, cancellation).ConfigureAwait(false);
        return _clients;
    }

    private async Task ReadClientsAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        foreach (var page in keys.Distinct().Where(key => !_clients.ContainsKey(key)).Select(Id).Chunk(PageRows).ToList())
        {
            foreach (var (id, name) in await ReadPairsAsync("clients", page, cancellation).ConfigureAwait(false))
                _clients[id] = name;
        }
    }

    private async Task<Dictionary<string, string>> ReadPairsAsync(
        string statement, IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        (await QueryAsync(_sql.Of(statement, ids), cancellation).ConfigureAwait(false))
            .ToDictionary(row => row[0]!, row => row[1]!, StringComparer.Ordinal);

    private async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation)
    {
        try
        {
            return await database.QueryAsync(sql, cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e) when (e is WarehouseException or SourceException or EmbeddedDatabaseException)
        {
            throw new BooksUnreadableException(database.Address, e.InnerException?.Message ?? e.Message, advice, e);
        }
    }

    private static long Id(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
