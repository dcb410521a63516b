using System.Globalization;
using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>
/// The control totals and the fingerprint of a table's rows: what the exporter computes while it writes, and what SQL
/// computes again on the staged rows before they are committed. Equal totals are the proof of a load.
/// </summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="FirstKey">
/// The smallest key, when the table has a key of one whole number and there are rows; else NULL.
/// </param>
/// <param name="LastKey">The largest key, likewise.</param>
/// <param name="Columns">The totals of each column, in the table's order.</param>
public sealed record TableTotals(long Rows, long? FirstKey, long? LastKey, IReadOnlyList<ColumnTotals> Columns)
{
    /// <summary>
    /// The sum of the rows' fingerprints, as decimal digits: it ties the values of each row together, so that any
    /// changed, exchanged, lost or duplicated value changes it. NULL if none was taken.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>Totals of rows that were only counted.</summary>
    public static TableTotals OfRows(long rows) => new(rows, null, null, []);

    /// <summary>How many of these figures a proof compares.</summary>
    [JsonIgnore]
    public int FigureCount =>
        1 + (FirstKey is null ? 0 : 2) + (Fingerprint is null ? 0 : 1) + Columns.Sum(column => column.Sum is null ? 1 : 2);

    /// <summary>Lists every figure in which two totals differ, in words; empty when they prove each other.</summary>
    /// <param name="actual">The totals to compare with these.</param>
    /// <returns>One line per difference, such as <c>fee: sum 10.00 expected, 10.01 found</c>.</returns>
    public IReadOnlyList<string> Differences(TableTotals actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        var found = new List<string>();
        Compare(found, "rows", Rows, actual.Rows);
        Compare(found, "smallest key", FirstKey, actual.FirstKey);
        Compare(found, "largest key", LastKey, actual.LastKey);
        Compare(found, "columns", Columns.Count, actual.Columns.Count);
        Compare(found, "fingerprint", Fingerprint, actual.Fingerprint);
        foreach (var (expected, other) in Columns.Zip(actual.Columns))
        {
            Compare(found, $"{expected.Column}: count", expected.NonNull, other.NonNull);
            Compare(found, $"{expected.Column}: sum", expected.Sum, other.Sum);
        }

        return found;
    }

    private static void Compare<T>(List<string> found, string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            found.Add($"{what} {Show(expected)} expected, {Show(actual)} found");
    }

    private static string Show<T>(T value) => value?.ToString() ?? "none";

    /// <summary>The rows and the totals of each column.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rows: {Rows}; {string.Join("; ", Columns)}");
}
