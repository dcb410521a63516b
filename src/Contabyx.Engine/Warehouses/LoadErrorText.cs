using System.Globalization;

namespace Contabyx.Engine.Warehouses;

/// <summary>Puts load errors into words.</summary>
internal static class LoadErrorText
{
    /// <summary>What to do about bad rows of any kind.</summary>
    public static string Advice(string run) =>
        $"Nothing of this table was committed. Get-ContabyxLoadError {run} lists each bad row with its value. Correct the rows "
        + $"in bad-rows.csv, or change the column in the warehouse; then run Invoke-ContabyxCopy -Redrive {run}";

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
                $"Widen the column {error.Column} to {length} bytes or more, or "
                    + $"shorten the value: it has {length - limit} bytes too many.");
        }

        if (Has(reason, "null byte"))
            return "Remove the NUL byte from the value in the source.";
        if (Has(reason, "UTF8") || Has(reason, "multibyte"))
            return "Correct the characters in the source. The column accepts UTF-8; a CHAR column accepts only one-byte characters.";
        if (Has(reason, "not-null"))
            return "Enter a value, or allow NULL in the column.";
        if (Has(reason, "date") || Has(reason, "timestamp"))
            return "Use a real date, such as 2026-11-24.";
        if (Has(reason, "digit") || Has(reason, "numeric") || Has(reason, "overflow") || Has(reason, "decimal"))
            return "Use a number that fits the column's type.";
        if (Has(reason, "delimiter") || Has(reason, "column(s)") || Has(reason, "quote"))
            return "Give the row as many fields as the table has columns, and double the quotes inside values.";
        return error.Line is null ? "" : "Correct the row in bad-rows.csv, or change the column in the warehouse.";
    }

    private static bool Has(string reason, string word) => reason.Contains(word, StringComparison.OrdinalIgnoreCase);
}
