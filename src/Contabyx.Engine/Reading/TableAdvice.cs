using System.Globalization;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Reading;

/// <summary>
/// How a table could be read every night, and which of its columns may have to be masked. It is advice; people decide.
/// </summary>
/// <param name="Mode">The way of reading.</param>
/// <param name="Reason">Why, in one or two sentences.</param>
/// <param name="Watermarks">The columns that may serve as a watermark, the best first.</param>
/// <param name="PersonalData">The columns that look like personal data.</param>
internal sealed record TableAdvice(
    ReadMode Mode, string Reason, IReadOnlyList<WatermarkCandidate> Watermarks, IReadOnlyList<PersonalColumn> PersonalData)
{
    // Reading all of so few rows costs less than looking for changes.
    private const long FewRows = 50_000;

    /// <summary>The advice for a table.</summary>
    public static TableAdvice Of(TableFacts table)
    {
        var watermarks = WatermarkFinder.Find(table);
        var (mode, reason) = Choose(table, watermarks);
        return new TableAdvice(mode, reason, watermarks, PersonalDataFinder.Find(table.Schema));
    }

    /// <summary>The column that <see cref="ReadMode.Incremental"/> would read by; NULL for another mode.</summary>
    public string? Watermark => Mode == ReadMode.Incremental ? Watermarks[0].Column : null;

    private static (ReadMode Mode, string Reason) Choose(TableFacts table, IReadOnlyList<WatermarkCandidate> watermarks)
    {
        if (table.Kind == SourceTableKind.View)
            return (ReadMode.Full, "It is a view, which declares no key.");
        if (table.Schema.Key.Count == 0)
            return (ReadMode.Full, "It has no key to find changed rows by.");
        if (table.Rows is { } rows && rows < FewRows && (rows > 0 || table.RowsAreExact))
            return (ReadMode.Full,
                string.Create(CultureInfo.InvariantCulture, $"It has about {rows:N0} rows: reading all of them is fast."));
        return watermarks is [{ SeesUpdates: true } best, ..]
            ? (ReadMode.Incremental,
                $"{best.Column} shows which rows are new or changed. {best.Reason} Only Differences finds deleted rows.")
            : (ReadMode.Differences, "It has a key, but no column that shows updates: only Differences finds updated and deleted rows.");
    }
}
