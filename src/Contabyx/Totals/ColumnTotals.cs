using System.Globalization;

namespace Contabyx;

/// <summary>The control totals of one column.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="NonNull">How many values are not NULL.</param>
/// <param name="Sum">
/// The exact sum as plain decimal text, such as <c>25800650520.69</c>: of the values for numbers and booleans, of the
/// UTF-8 bytes for text and of the bytes for binary, of the microseconds since 1970-01-01 (or midnight) for dates and
/// times. NULL if no exact sum exists (floating point, see <c>SumRule</c>) or where the column has no
/// value.
/// </param>
public sealed record ColumnTotals(string Column, long NonNull, string? Sum)
{
    /// <summary>Both figures, as in <c>fee: 12 values, sum 3.50</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Printable.Line(Column)}: {NonNull} values{(Sum is null ? "" : $", sum {Sum}")}");
}
