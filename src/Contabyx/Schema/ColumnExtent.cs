using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>
/// The range of the values of a column in one export. It shows whether a table can hold the rows although its column is
/// narrower than their type.
/// </summary>
/// <param name="HasNulls">Whether any value is NULL.</param>
/// <param name="Longest">Bytes of the longest text or binary value, 0 when there is none; NULL for other types.</param>
/// <param name="Smallest">
/// The smallest whole number or decimal, as plain decimal text; NULL for other types, and when there is no value.
/// </param>
/// <param name="Largest">The largest, likewise.</param>
public sealed record ColumnExtent(
    bool HasNulls,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Longest = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Smallest = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Largest = null);
