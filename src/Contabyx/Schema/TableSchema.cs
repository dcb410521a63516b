using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>A table: its name, its columns in order, and the columns of its key.</summary>
/// <param name="Name">The table's name as the source spells it.</param>
/// <param name="Columns">The columns, in the order in which files carry them.</param>
/// <param name="Key">The names of the primary key's columns, in order; empty when the table has none.</param>
public sealed record TableSchema(string Name, IReadOnlyList<ColumnSchema> Columns, IReadOnlyList<string> Key)
{
    /// <summary>The comment that the source has on it; NULL for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Comment { get; init; }

    /// <summary>
    /// For a table of a warehouse: why no row can be inserted, such as <c>it is a view</c>; NULL when rows can, or when this
    /// was not checked.
    /// </summary>
    [JsonIgnore]
    public string? InsertRefusal { get; init; }

    /// <summary>
    /// For a table of a warehouse: why no row can be deleted; NULL when rows can, or when this was not checked.
    /// </summary>
    [JsonIgnore]
    public string? DeleteRefusal { get; init; }

    /// <summary>For a table of a source: what its rows are read from; NULL for the whole table of this name.</summary>
    [JsonIgnore]
    public SourceRelation? Relation { get; init; }

    /// <summary>
    /// The position in <see cref="Columns"/> of the key, when the key is one column of whole numbers, so that rows
    /// can be addressed by ranges; otherwise -1.
    /// </summary>
    [JsonIgnore]
    public int RangeKey => Key.Count == 1 ? IndexOfWholeNumber(Key[0]) : -1;

    /// <summary>The same table without the ranges of its values.</summary>
    public TableSchema WithoutExtents() =>
        this with { Columns = [.. Columns.Select(column => column with { Extent = null })] };

    private int IndexOfWholeNumber(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            var wholeNumber = Columns[i].Type.Kind is ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64;
            if (wholeNumber && Columns[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>The columns, as in <c>id INTEGER NOT NULL; name VARCHAR(40)</c>.</summary>
    public override string ToString() => string.Join("; ", Columns);
}
