namespace Contabyx.Engine.Warehouses;

/// <summary>What the load of a table does in the warehouse, beyond inserting and deleting rows.</summary>
/// <param name="Table">The table's name.</param>
internal sealed record LoadNeeds(string Table)
{
    /// <summary>The column that it sets in rows that the source no longer has, and adds if it is missing; NULL for none.</summary>
    public string? MarkColumn { get; init; }

    /// <summary>Whether it records a watermark in the load history.</summary>
    public bool RecordsWatermark { get; init; }

    /// <summary>What the load of a selection does.</summary>
    /// <param name="table">The table's name in the warehouse.</param>
    public static LoadNeeds Of(string table, TableSelection selection) => new(table)
    {
        MarkColumn = selection.Deletes == DeletedRows.Mark ? selection.DeletedAtColumn : null,
        RecordsWatermark = selection.Watermark is not null,
    };
}
