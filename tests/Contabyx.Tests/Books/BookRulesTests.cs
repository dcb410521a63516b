using Contabyx.Engine.Books.Generator;

namespace Contabyx.Tests;

public sealed class BookRulesTests
{
    private const int Id = 0, Client = 1, Kind = 2, Amount = 3, Time = 4;

    private static readonly Dictionary<string, List<long[]>> Rows = BookRows.Of(BookRows.Books(), 0, 200).ReadNumbers();

    private static List<long[]> Transactions => Rows["Transactions"];

    [Theory]
    [InlineData(100)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(28_800)]
    public void The_movements_of_a_day_are_spread_evenly_over_its_seconds(int roundsPerDay)
    {
        var books = BookRows.Books(roundsPerDay: roundsPerDay);
        var midnight = (books.StartDay.AddDays(1).ToDateTime(default) - DateTime.UnixEpoch).Ticks / 10;
        var times = BookRows.Of(books, 1, 1).ReadNumbers()["Transactions"].Select(row => row[Time]);

        var expected = Enumerable.Range(0, roundsPerDay).SelectMany(round => new[] { 0, 1, 2, 2 }
            .Select(k => midnight + (((3L * round) + k) * 86_400 / (3L * roundsPerDay) * 1_000_000)));
        Assert.Equal(expected, times);
    }

    [Fact]
    public void A_day_of_100_rounds_has_a_movement_every_288_seconds()
    {
        var times = Transactions.Select(row => row[Time]).Distinct().ToList();

        Assert.Equal(288_000_000L, Assert.Single(times.Zip(times.Skip(1), (a, b) => b - a).Distinct()));
    }

    [Fact]
    public void The_legs_of_a_transfer_differ_in_client_only_so_all_transfers_net_to_zero()
    {
        var byId = Transactions.ToDictionary(row => row[Id]);
        Assert.All(Rows["Transfers"], transfer =>
        {
            var (expense, income) = (byId[transfer[1]], byId[transfer[2]]);
            Assert.NotEqual(expense[Client], income[Client]);
            Assert.Equal((expense[Amount], expense[Time]), (income[Amount], income[Time]));
            Assert.True(IsExpense(expense[Kind]) && !IsExpense(income[Kind]));
        });
        var legs = Rows["Transfers"].SelectMany(row => new[] { -byId[row[1]][Amount], byId[row[2]][Amount] });
        Assert.Equal(0, legs.Sum());
    }

    [Fact]
    public void The_income_leg_has_the_kind_of_the_same_name_or_else_is_a_deposit()
    {
        var names = BookRows.Of(BookRows.Books(), 0, 1).ReadLines()["TransactionTypes"]
            .Select(line => line.Split('|')).ToDictionary(row => long.Parse(row[0]), row => (row[1], row[2]));

        var legs = Transactions.Chunk(4)
            .Select(round => (names[round[2][Kind]], names[round[3][Kind]])).Distinct().Order();

        Assert.Equal(
            [
                (("expense", "application"), ("income", "deposit")),
                (("expense", "bills"), ("income", "deposit")),
                (("expense", "contract"), ("income", "deposit")),
                (("expense", "deposit"), ("income", "deposit")),
                (("expense", "exceptional"), ("income", "exceptional")),
                (("expense", "leasing"), ("income", "deposit")),
                (("expense", "personal"), ("income", "deposit")),
                (("expense", "purchases"), ("income", "deposit")),
                (("expense", "wages"), ("income", "wages")),
            ],
            legs);
    }

    [Fact]
    public void Every_movement_belongs_to_a_client_who_has_arrived_and_every_client_gets_some()
    {
        var arrivals = Rows["Clients"].ToDictionary(row => row[0], row => row[4]);

        Assert.All(Transactions.Chunk(4), round => Assert.All(round, row =>
            Assert.True(arrivals[row[Client]] <= round[0][Time])));
        Assert.Equal(arrivals.Keys.Order(), Transactions.Select(row => row[Client]).Distinct().Order());
    }

    [Fact]
    public void The_first_two_movements_of_a_round_are_an_income_and_an_expense_and_all_kinds_occur()
    {
        Assert.All(Transactions.Chunk(4), round =>
            Assert.Equal([false, true, true, false], round.Select(row => IsExpense(row[Kind]))));
        Assert.Equal(
            Enumerable.Range(1, 19).Select(i => (long)i), Transactions.Select(row => row[Kind]).Distinct().Order());
    }

    [Fact]
    public void Amounts_lie_between_500_and_50_000_and_small_ones_are_likelier()
    {
        var amounts = Transactions.Select(row => row[Amount]).ToList();

        Assert.InRange(amounts.Min(), 500_00, 501_00);
        Assert.InRange(amounts.Max(), 49_500_00, 50_000_00);
        Assert.InRange(amounts.Average(), 12_600_00, 13_100_00);
    }

    [Fact]
    public void A_fee_is_amount_times_rate_rounded_half_away_from_zero_to_cents()
    {
        var rates = Rows["TaxType"].ToDictionary(row => row[1], row => (Type: row[0], Rate: row[3] / 10_000m));
        Assert.All(rates.Values, rate => Assert.InRange(rate.Rate, 0.001m, 0.1m));

        Assert.All(Transactions.Zip(Rows["Tax"]), pair =>
        {
            var (transaction, tax) = pair;
            var (type, rate) = rates[transaction[Kind]];
            var fee = Math.Round(transaction[Amount] / 100m * rate, 2, MidpointRounding.AwayFromZero);
            Assert.Equal([transaction[Id], transaction[Id], type, (long)(fee * 100)], tax);
        });
    }

    [Theory]
    [InlineData(500_00, 750, 37_50)]
    [InlineData(500_01, 750, 37_50)]
    [InlineData(500_07, 750, 37_51)]
    [InlineData(505_00, 10, 51)]
    [InlineData(50_000_00, 1_000, 5_000_00)]
    public void A_half_cent_is_rounded_up(long amount, int rate, long fee) => Assert.Equal(fee, Fee.Of(amount, rate));

    private static bool IsExpense(long kind) => kind > 10;
}
