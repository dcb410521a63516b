using System.Globalization;

namespace Contabyx.Engine.Sources;

/// <summary>Leaves years out of what is read.</summary>
internal static class OutsideYears
{
    /// <summary>The condition of the rows whose date is NULL, or in none of some ranges of years.</summary>
    /// <param name="name">The column, quoted.</param>
    public static string Condition(string name, IEnumerable<(int First, int Next)> ranges) =>
        $"{name} IS NULL OR ({string.Join(" AND ", ranges.Select(range => Condition(name, range.First, range.Next)))})";

    private static string Condition(string name, int first, int next) =>
        string.Create(CultureInfo.InvariantCulture, $"({name} < DATE '{first:D4}-01-01' OR {name} >= DATE '{next:D4}-01-01')");
}
