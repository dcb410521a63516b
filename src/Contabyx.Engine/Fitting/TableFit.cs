namespace Contabyx.Engine.Fitting;

/// <summary>
/// What must change in a warehouse's table so that it can hold the rows of a schema: columns to add, texts to widen,
/// and what cannot be changed. Names are compared without regard to case, as warehouses do. A column that is narrower
/// than the type of the rows fits when their values do: see <see cref="ColumnSchema.Extent"/>.
/// </summary>
/// <param name="Added">Columns that the table lacks; all may be NULL.</param>
/// <param name="Widened">Text columns to be widened, with their new types.</param>
/// <param name="Conflicts">What cannot be changed, each in words.</param>
internal sealed record TableFit(
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
        if (found.InsertRefusal is { } refusal)
            conflicts.Add(refusal);
        var there = ByName(found);
        foreach (var column in wanted.Columns)
        {
            if (there.Remove(column.Name, out var old))
                Compare(column, old, widened, conflicts);
            else if (column.Nullable)
                added.Add(column);
            else
                conflicts.Add($"{column.Name} is missing, and cannot be added to existing rows, because it is NOT NULL");
        }

        conflicts.AddRange(there.Values.Where(column => !column.Nullable && !column.HasDefault)
            .Select(column => $"{column.Name} is NOT NULL in the table, and the rows have no such column"));
        return new TableFit(added, widened, conflicts);
    }

    /// <summary>
    /// The schema of the rows with the limits of the table where these are narrower and cannot be widened. Values that
    /// stay within them can be loaded.
    /// </summary>
    /// <param name="wanted">The schema of the rows.</param>
    /// <param name="found">The table as the warehouse has it.</param>
    public static TableSchema Narrow(TableSchema wanted, TableSchema found)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(found);
        var there = ByName(found);
        return wanted with
        {
            Columns =
            [
                .. wanted.Columns.Select(column => there.TryGetValue(column.Name, out var old) ? ColumnFit.Narrow(old, column) : column),
            ],
        };
    }

    private static void Compare(
        ColumnSchema column, ColumnSchema old, List<ColumnSchema> widened, List<string> conflicts)
    {
        if (old.InsertRefusal is { } closed)
        {
            conflicts.Add($"{column.Name} {closed}");
            return;
        }

        if (!old.Nullable && column.Nullable && column.Extent is not { HasNulls: false })
        {
            conflicts.Add(column.Extent is null
                ? $"{column.Name} may be NULL in the rows, but is NOT NULL in the table"
                : $"{column.Name} is NULL in some rows, but is NOT NULL in the table");
        }

        if (old.IsSuper != column.IsSuper)
        {
            conflicts.Add(column.IsSuper
                ? $"{column.Name} is {old.Type} in the table, and -AsSuper makes it SUPER"
                : $"{column.Name} is SUPER in the table, and {column.Type} in the rows; -AsSuper parses JSON");
            return;
        }

        if (ColumnFit.Holds(old, column))
            return;
        if (ColumnFit.CanWiden(old, column))
            widened.Add(column with { Nullable = old.Nullable });
        else
            conflicts.Add(ColumnFit.Conflict(old, column));
    }

    // A warehouse may be configured to distinguish names by case; then the first of two counts.
    private static Dictionary<string, ColumnSchema> ByName(TableSchema table)
    {
        var columns = new Dictionary<string, ColumnSchema>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in table.Columns)
            columns.TryAdd(column.Name, column);
        return columns;
    }
}
