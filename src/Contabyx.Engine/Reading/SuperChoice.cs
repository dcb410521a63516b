namespace Contabyx.Engine.Reading;

/// <summary>Chooses the columns whose JSON text the warehouse keeps as parsed values.</summary>
internal static class SuperChoice
{
    /// <summary>The columns, by their names in the source.</summary>
    /// <param name="key">The columns of the key.</param>
    /// <param name="masks">The masks of columns.</param>
    /// <exception cref="TableRefusedException">A named column cannot be parsed.</exception>
    public static HashSet<string> Of(
        TableSelection selection,
        TableSchema table,
        IReadOnlyList<ColumnSchema> chosen,
        IReadOnlyList<string> key,
        Dictionary<string, MaskKind> masks,
        Refusals refusals)
    {
        var parsed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in selection.SuperColumns.Select(text => new ColumnPattern(text)))
        {
            if (pattern.IsWildcard)
            {
                parsed.UnionWith(chosen.Where(column => pattern.Fits(column.Name) && Reason(column) is null).Select(column => column.Name));
                continue;
            }

            var found = SelectionPlan.Find(table, pattern.Text) ?? throw refusals.Unknown("-AsSuper", pattern.Text);
            if (!chosen.Contains(found))
                throw refusals.LeftOut("-AsSuper", found.Name, "A column that is left out is not parsed.");
            if (Reason(found) is { } reason)
                throw refusals.NotSuper(found.Name, reason);
            parsed.Add(found.Name);
        }

        return parsed;

        string? Reason(ColumnSchema column) =>
            masks.ContainsKey(column.Name) ? "is masked"
            : key.Contains(column.Name) ? "is part of the key, and parsed values cannot identify rows"
            : column.Type.Kind != ColumnKind.Text ? $"is {column.Type}, and only a column of JSON or text can be parsed"
            : null;
    }
}
