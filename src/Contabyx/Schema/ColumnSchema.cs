using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>One column of a table.</summary>
/// <param name="Name">The column's name as the source spells it.</param>
/// <param name="Type">What it carries.</param>
/// <param name="Nullable">Whether it may be NULL.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Nullable = false)
{
    /// <summary>
    /// How far its values reach in one export; NULL where nobody has looked at them. Documents of runs that older
    /// versions wrote have none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ColumnExtent? Extent { get; init; }

    /// <summary>Whether the database fills it by itself when a row does not say it: a default, or an identity.</summary>
    [JsonIgnore]
    public bool HasDefault { get; init; }

    /// <summary>
    /// Why no value of this column can travel, such as more digits than any decimal has; NULL, as nearly always, when
    /// they can. A table with such a column is refused as a whole.
    /// </summary>
    [JsonIgnore]
    public string? Refusal { get; init; }

    /// <summary>
    /// Of a warehouse's column: why no value can be inserted, such as <c>is an IDENTITY column</c>; NULL when values can.
    /// </summary>
    [JsonIgnore]
    public string? InsertRefusal { get; init; }

    /// <summary>
    /// Of a warehouse's column: why its text cannot be made longer, such as <c>it has a default</c>; NULL when it can,
    /// or when nobody has asked.
    /// </summary>
    [JsonIgnore]
    public string? WidenRefusal { get; init; }
}
