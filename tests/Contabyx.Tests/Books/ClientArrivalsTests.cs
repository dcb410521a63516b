using Contabyx.Engine.Books;

namespace Contabyx.Tests;

public sealed class ClientArrivalsTests
{
    [Fact]
    public void The_arithmetic_agrees_with_a_plain_walk_through_the_rounds()
    {
        long clients = 0, naturals = 0, legals = 0;
        for (var round = 0; round < 20_001; round++)
        {
            Assert.Equal(clients, ClientArrivals.CountBefore(round));
            if (round % 500 == 0)
                Arrived(++clients, legal: false, round, naturals++);
            if (round % 5_000 == 0)
                Arrived(++clients, legal: true, round, legals++);
            Assert.Equal(clients, ClientArrivals.CountAt(round));
        }
    }

    [Fact]
    public void Seven_years_of_100_rounds_a_day_bring_511_natural_and_52_legal_clients()
    {
        var clients = ClientArrivals.CountBefore(2_555 * 100);
        var legal = Enumerable.Range(1, (int)clients).Count(client => ClientArrivals.IsLegal(client));

        Assert.Equal((511, 52), (clients - legal, legal));
    }

    private static void Arrived(long client, bool legal, long round, long ordinal)
    {
        Assert.Equal(legal, ClientArrivals.IsLegal(client));
        Assert.Equal(round, ClientArrivals.RoundOf(client));
        Assert.Equal(ordinal, ClientArrivals.OrdinalOf(client));
    }
}
