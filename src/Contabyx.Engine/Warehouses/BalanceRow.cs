using System.Globalization;

namespace Contabyx.Engine;

/// <summary>Reads the figures of the books' balance, which every warehouse gives in the same order.</summary>
internal static class BalanceRow
{
    /// <summary>Reads the figures.</summary>
    /// <param name="row">
    /// The first and the last day, the number of transactions, incomes, expenses, transfers in, transfers out, and fees.
    /// </param>
    public static BooksBalance Parse(IReadOnlyList<string?> row) => new(
        Day(row[0]), Day(row[1]), long.Parse(row[2]!, CultureInfo.InvariantCulture),
        Money(row[3]), Money(row[4]), Money(row[5]), Money(row[6]), Money(row[7]));

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Money(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);
}
