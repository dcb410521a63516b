namespace Contabyx.Engine.Books;

/// <summary>
/// When clients arrive. A natural one comes at every 500th round of the books and a legal one at every 5,000th, the
/// natural one first; they are numbered from 1 in the order of their arrival. So each cycle of 5,000 rounds brings
/// eleven: natural, legal, and nine more natural ones.
/// </summary>
internal static class ClientArrivals
{
    private const int RoundsPerNatural = 500;
    private const int RoundsPerLegal = 5_000;
    private const int NaturalsPerCycle = RoundsPerLegal / RoundsPerNatural;
    private const int ClientsPerCycle = NaturalsPerCycle + 1;
    private const int PlaceOfLegal = 1;

    /// <summary>How many clients have arrived before a round begins.</summary>
    /// <param name="round">The round's number in the books, from 0.</param>
    public static long CountBefore(long round) =>
        ((round + RoundsPerNatural - 1) / RoundsPerNatural) + ((round + RoundsPerLegal - 1) / RoundsPerLegal);

    /// <summary>How many clients exist in a round, those who arrive at it included: 2 or more.</summary>
    /// <param name="round">The round's number in the books, from 0.</param>
    public static long CountAt(long round) => (round / RoundsPerNatural) + (round / RoundsPerLegal) + 2;

    /// <summary>Whether a client is a legal person.</summary>
    /// <param name="client">The client's id, from 1.</param>
    public static bool IsLegal(long client) => (client - 1) % ClientsPerCycle == PlaceOfLegal;

    /// <summary>The round at which a client arrives.</summary>
    /// <param name="client">The client's id, from 1.</param>
    public static long RoundOf(long client)
    {
        var (cycle, place) = Math.DivRem(client - 1, ClientsPerCycle);
        return (cycle * RoundsPerLegal) + (NaturalOf(place) * RoundsPerNatural);
    }

    /// <summary>The client's number among those of the same kind, from 0.</summary>
    /// <param name="client">The client's id, from 1.</param>
    public static long OrdinalOf(long client)
    {
        var (cycle, place) = Math.DivRem(client - 1, ClientsPerCycle);
        return place == PlaceOfLegal ? cycle : (cycle * NaturalsPerCycle) + NaturalOf(place);
    }

    // The legal client comes in one round with natural client 0 of the cycle.
    private static long NaturalOf(long place) => Math.Max(0, place - PlaceOfLegal);
}
