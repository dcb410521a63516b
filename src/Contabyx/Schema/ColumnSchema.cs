using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>One column of a table.</summary>
/// <param name="Name">The column's name as the source spells it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Nullable">Whether it may be NULL.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Nullable = false)
{
    /// <summary>
    /// The range of its values in one export; NULL if they have not been examined. Documents of runs that older
    /// versions wrote have none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ColumnExtent? Extent { get; init; }

    /// <summary>
    /// Whether the table of the warehouse keeps it as parsed JSON: SUPER on Amazon Redshift, JSON in the embedded warehouse.
    /// Files and staging tables hold its text.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsSuper { get; init; }

    /// <summary>The comment that the source has on it; NULL for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Comment { get; init; }

    /// <summary>Whether the database fills it when a row has no value for it: a default, or an identity.</summary>
    [JsonIgnore]
    public bool HasDefault { get; init; }

    /// <summary>
    /// Why no value of this column can be exported or read, such as more digits than any decimal has; NULL, as almost
    /// always, if they can. A table with such a column is refused.
    /// </summary>
    [JsonIgnore]
    public string? Refusal { get; init; }

    /// <summary>
    /// For a column of a warehouse: why no value can be inserted, such as <c>is an IDENTITY column</c>; NULL when values can.
    /// </summary>
    [JsonIgnore]
    public string? InsertRefusal { get; init; }

    /// <summary>
    /// For a column of a warehouse: why its text cannot be widened, such as <c>it has a default</c>; NULL when it can,
    /// or when this was not checked.
    /// </summary>
    [JsonIgnore]
    public string? WidenRefusal { get; init; }

    /// <summary>The column as a statement would define it.</summary>
    public override string ToString() => $"{Printable.Line(Name)} {Type}{(Nullable ? "" : " NOT NULL")}";
}
