using System.Globalization;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Some buckets of a table in a compact form: neighbours are stored and written as one range.</summary>
/// <param name="Runs">The ranges, ascending, with a gap before each.</param>
internal sealed partial record BucketList(IReadOnlyList<(int First, int Last)> Runs)
{
    /// <summary>How many buckets there are.</summary>
    public int Count => Runs.Sum(run => run.Last - run.First + 1);

    /// <summary>All buckets.</summary>
    public IEnumerable<int> Numbers => Runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1));

    /// <summary>Whether the bucket of rows without a key is among them.</summary>
    public bool HasKeyless => Runs.Count > 0 && Runs[0].First == KeyBuckets.Keyless;

    /// <param name="numbers">The buckets, ascending.</param>
    public static BucketList Of(IEnumerable<int> numbers)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var number in numbers)
        {
            if (runs.Count > 0 && runs[^1].Last == number - 1)
                runs[^1] = (runs[^1].First, number);
            else
                runs.Add((number, number));
        }

        return new BucketList(runs);
    }

    /// <summary>A list with at most so many ranges, which has all of these buckets: the smallest gaps are filled.</summary>
    /// <param name="most">How many ranges, 1 or more.</param>
    public BucketList Widen(int most)
    {
        if (Runs.Count <= most)
            return this;
        var kept = Runs.Zip(Runs.Skip(1), (run, next) => next.First - run.Last).Index()
            .OrderByDescending(gap => gap.Item).Take(most - 1).Select(gap => gap.Index).ToHashSet();
        var runs = new List<(int First, int Last)> { Runs[0] };
        for (var i = 1; i < Runs.Count; i++)
        {
            if (kept.Contains(i - 1))
                runs.Add(Runs[i]);
            else
                runs[^1] = (runs[^1].First, Runs[i].Last);
        }

        return new BucketList(runs);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="count">How many buckets the table has.</param>
    /// <returns>NULL for anything else, such as numbers of no bucket or numbers out of order.</returns>
    public static BucketList? TryParse(string text, int count)
    {
        if (text.Length == 0)
            return new BucketList([]);
        var (runs, last) = (new List<(int First, int Last)>(), KeyBuckets.Keyless - 1);
        foreach (var piece in text.Split(','))
        {
            if (Piece().Match(piece) is not { Success: true } match || !TryNumber(match.Groups[1].Value, out var first))
                return null;
            var end = first;
            if (match.Groups[2].Success && !TryNumber(match.Groups[2].Value, out end))
                return null;
            if (first <= last || end < first || end >= count)
                return null;
            runs.Add((first, end));
            last = end;
        }

        return new BucketList(runs);
    }

    /// <summary>The text of it, such as <c>-1..3,7</c>.</summary>
    public override string ToString() => string.Join(',', Runs.Select(run => run.First == run.Last
        ? run.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{run.First}..{run.Last}")));

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^(-1|\d{1,9})(?:\.\.(\d{1,9}))?\z")]
    private static partial Regex Piece();
}
