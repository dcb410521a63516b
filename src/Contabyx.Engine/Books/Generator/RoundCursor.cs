namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Moves from round to round by addition. The rounds per day are not known at compile time, so division would be slow.
/// </summary>
internal struct RoundCursor
{
    private readonly BooksClock _clock;
    private long _midnight;
    private int _firstMovement;

    /// <summary>Starts at a round of the books.</summary>
    public RoundCursor(BooksClock clock, long round)
    {
        _clock = clock;
        _midnight = clock.DayOf(round) * BooksClock.Day;
        _firstMovement = (int)(round % clock.RoundsPerDay) * BooksRules.MovementsPerRound;
        Round = round;
    }

    /// <summary>The round's number in the books, from 0.</summary>
    public long Round { get; private set; }

    /// <summary>When a movement of the round happens, in microseconds since 1970-01-01 00:00:00.</summary>
    /// <param name="movement">0 to 2.</param>
    public readonly long TimeOf(int movement) => _midnight + _clock.TimesOfDay[_firstMovement + movement];

    /// <summary>Moves to the next round.</summary>
    public void MoveNext()
    {
        Round++;
        _firstMovement += BooksRules.MovementsPerRound;
        if (_firstMovement == _clock.TimesOfDay.Length)
        {
            _firstMovement = 0;
            _midnight += BooksClock.Day;
        }
    }
}
