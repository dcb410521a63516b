namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// The query of the view over a table and its archive: the table's columns in their order, then those that only the archive has.
/// </summary>
/// <param name="words">How names and types are written.</param>
internal sealed class ArchiveView(ISqlWords words)
{
    private static readonly ColumnKind[] WholeNumbers = [ColumnKind.Int16, ColumnKind.Int32, ColumnKind.Int64];

    /// <summary>Writes the query.</summary>
    /// <param name="table">The table's name, for errors.</param>
    /// <param name="branches">The table itself, and then each part of the archive.</param>
    /// <exception cref="ArchiveException">A column has types that one column cannot have.</exception>
    public string Query(string table, IReadOnlyList<ViewBranch> branches)
    {
        var columns = new List<ColumnSchema>();
        foreach (var column in branches.SelectMany(branch => branch.Columns))
        {
            if (Find(columns, column.Name) is not { } known)
                columns.Add(column);
            else if (!Fits(known.Type.Kind, column.Type.Kind))
                throw Conflict(table, known, column);
        }

        return string.Join("\nUNION ALL\n", branches.Select(branch =>
            $"SELECT {string.Join(", ", columns.Select(column => Value(branch, column)))}\nFROM {branch.From}"));
    }

    private string Value(ViewBranch branch, ColumnSchema column)
    {
        var name = words.Column(column.Name);
        if (Find(branch.Columns, column.Name) is not { } own)
            return $"CAST(NULL AS {words.TypeOf(column.Type)}) AS {name}";
        return branch.Value is { } value ? $"{value(own)} AS {name}" : words.Column(own.Name);
    }

    private static ColumnSchema? Find(IReadOnlyList<ColumnSchema> columns, string name) =>
        columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool Fits(ColumnKind one, ColumnKind other) =>
        one == other || (WholeNumbers.Contains(one) && WholeNumbers.Contains(other));

    private static ArchiveException Conflict(string table, ColumnSchema known, ColumnSchema other) => new(
        table, $"the column {known.Name} is {known.Type} in the table or a year of its archive, and {other.Type} in another.",
        "Rename the column of the table, or bring the years with the other type back first: Restore-ContabyxArchive.");
}
