namespace Contabyx.Engine.Reading;

/// <summary>Gives the columns that are read the names under which they are sent.</summary>
internal static class ColumnNames
{
    /// <summary>The names as they are sent, by those in the source, in any case.</summary>
    /// <exception cref="TableRefusedException">A column is not there, or a name is taken.</exception>
    public static Dictionary<string, string> Of(
        TableSelection selection, TableSchema table, IReadOnlyList<ColumnSchema> chosen, Refusals refusals)
    {
        var names = chosen.ToDictionary(column => column.Name, column => column.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (column, name) in selection.Renames)
        {
            var found = SelectionPlan.Find(table, column) ?? throw refusals.Unknown("-Rename", column);
            if (string.IsNullOrWhiteSpace(name))
                throw refusals.NoName(found.Name);
            if (!names.ContainsKey(found.Name))
                throw refusals.LeftOut("-Rename", found.Name, "A column that is left out needs no name.");
            names[found.Name] = name;
        }

        // Only after all of them, because two columns may exchange their names.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, name) in names.OrderBy(pair => pair.Key != pair.Value))
        {
            if (!taken.Add(name))
                throw refusals.NameTaken(column, name);
        }

        return names;
    }
}
