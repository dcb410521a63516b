namespace Contabyx;

/// <summary>
/// What it takes for a warehouse's table to hold the rows of a schema: columns to add, texts to widen, and what cannot
/// be mended. Names are compared without regard to case, as warehouses do.
/// </summary>
/// <param name="Added">Columns that the table lacks; all may be NULL.</param>
/// <param name="Widened">Columns whose text is to become longer, as they are to be.</param>
/// <param name="Conflicts">What cannot be mended, each in words.</param>
public sealed record TableFit(
    IReadOnlyList<ColumnSchema> Added, IReadOnlyList<ColumnSchema> Widened, IReadOnlyList<string> Conflicts)
{
    /// <summary>Whether the table holds the rows as it is.</summary>
    public bool IsFit => Added.Count + Widened.Count + Conflicts.Count == 0;

    /// <summary>Compares a schema with the warehouse's table.</summary>
    /// <param name="wanted">The schema of the rows.</param>
    /// <param name="found">The table as the warehouse has it.</param>
    public static TableFit Of(TableSchema wanted, TableSchema found)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(found);
        var (added, widened, conflicts) = (new List<ColumnSchema>(), new List<ColumnSchema>(), new List<string>());
        var there = found.Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var column in wanted.Columns)
        {
            if (!there.Remove(column.Name, out var old))
            {
                if (column.Nullable)
                    added.Add(column);
                else
                    conflicts.Add($"{column.Name} is missing, and cannot be added to rows that are there, since it is NOT NULL");
                continue;
            }

            if (!old.Nullable && column.Nullable)
                conflicts.Add($"{column.Name} may be NULL in the rows, but is NOT NULL in the table");
            if (Holds(old.Type, column.Type))
                continue;
            if (old.Type.Kind == ColumnKind.Text && column.Type.Kind == ColumnKind.Text)
                widened.Add(column with { Nullable = old.Nullable });
            else
                conflicts.Add($"{column.Name} is {old.Type} in the table, and {column.Type} in the rows");
        }

        conflicts.AddRange(there.Values.Where(column => !column.Nullable && !column.HasDefault)
            .Select(column => $"{column.Name} is NOT NULL in the table, and the rows have no such column"));
        return new TableFit(added, widened, conflicts);
    }

    // A column holds every value of a narrower one of its family.
    private static bool Holds(ColumnType table, ColumnType rows) => (table.Kind, rows.Kind) switch
    {
        (ColumnKind.Text, ColumnKind.Text) or (ColumnKind.Binary, ColumnKind.Binary) => table.Length >= rows.Length,
        (ColumnKind.Decimal, ColumnKind.Decimal) =>
            table.Scale == rows.Scale && table.Precision >= rows.Precision,
        (ColumnKind.Int32, ColumnKind.Int16) or (ColumnKind.Int64, ColumnKind.Int16 or ColumnKind.Int32) => true,
        (ColumnKind.Float64, ColumnKind.Float32) => true,
        _ => table.Kind == rows.Kind,
    };
}
