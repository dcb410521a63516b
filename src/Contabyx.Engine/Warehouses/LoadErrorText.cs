using System.Globalization;

namespace Contabyx.Engine.Warehouses;

/// <summary>Puts load errors into words.</summary>
internal static class LoadErrorText
{
    /// <summary>What to do about bad rows of any kind.</summary>
    public static string Advice(string run) =>
        $"Nothing of this table was committed. Get-ContabyxLoadError {run} tells each bad row with its value. Mend the rows "
        + $"in bad-rows.csv, or the column in the warehouse; then: Invoke-ContabyxCopy -Redrive {run}";

    /// <summary>Says why a table failed: its first error, and how many more there are.</summary>
    /// <param name="errors">The errors; not empty.</param>
    public static string Describe(IReadOnlyList<ContabyxLoadError> errors)
    {
        var first = errors[0];
        var where = first.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{first.File}, line {line}") : first.File;
        var limit = first.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"({most})") : "";
        var at = first.Column is null ? "" : $", column {first.Column} {first.Type}{limit}";
        var code = first.Code is { } number ? string.Create(CultureInfo.InvariantCulture, $" (error {number})") : "";
        var more = (errors.Count - 1) switch
        {
            0 => "",
            1 => " One more row is bad.",
            var others => string.Create(CultureInfo.InvariantCulture, $" {others:N0} more rows are bad."),
        };
        return $"{where}{at}: {first.Reason.TrimEnd('.')}{code}.{more}";
    }

    /// <summary>What to do about one error.</summary>
    /// <param name="error">The error, with its value where there is one.</param>
    public static string AdviceFor(ContabyxLoadError error)
    {
        var reason = error.Reason;
        if (error is { Length: { } length, Limit: { } limit } && length > limit && Has(reason, "length"))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Widen the column {error.Column} to {length} bytes or more, or shorten the value: it has {length - limit} bytes too many.");
        }

        if (Has(reason, "null byte"))
            return "Take the NUL byte out of the value at the source.";
        if (Has(reason, "UTF8") || Has(reason, "multibyte"))
            return "Mend the characters at the source; the column takes UTF-8 (a CHAR column one-byte characters only).";
        if (Has(reason, "not-null"))
            return "Give a value, or let the column take NULL.";
        if (Has(reason, "date") || Has(reason, "timestamp"))
            return "Write a real day, such as 2026-11-24.";
        if (Has(reason, "digit") || Has(reason, "numeric") || Has(reason, "overflow") || Has(reason, "decimal"))
            return "Write a number that the column's type can hold.";
        if (Has(reason, "delimiter") || Has(reason, "column(s)") || Has(reason, "quote"))
            return "Give the row as many fields as the table has columns, and double the quotes inside of a value.";
        return error.Line is null ? "" : "Mend the row in bad-rows.csv, or the column in the warehouse.";
    }

    private static bool Has(string reason, string word) => reason.Contains(word, StringComparison.OrdinalIgnoreCase);
}
