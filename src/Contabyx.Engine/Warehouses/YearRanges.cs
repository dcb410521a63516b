using System.Globalization;

namespace Contabyx.Engine.Warehouses;

/// <summary>Years that follow each other, as ranges of days.</summary>
internal static class YearRanges
{
    /// <summary>The ranges of years, each with its first year and the year after its last.</summary>
    public static IReadOnlyList<(int First, int Next)> Of(IEnumerable<int> years)
    {
        var ranges = new List<(int First, int Next)>();
        foreach (var year in years.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].Next == year)
                ranges[^1] = (ranges[^1].First, year + 1);
            else
                ranges.Add((year, year + 1));
        }

        return ranges;
    }

    /// <summary>The first day of a year, such as <c>2015-01-01</c>.</summary>
    public static string FirstDay(int year) => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-01-01");

    /// <summary>Years in words, such as <c>2013 to 2015, 2018</c>.</summary>
    public static string Text(IEnumerable<int> years) => string.Join(", ", Of(years).Select(range => range.Next == range.First + 1
        ? string.Create(CultureInfo.InvariantCulture, $"{range.First}")
        : string.Create(CultureInfo.InvariantCulture, $"{range.First} to {range.Next - 1}")));
}
