namespace Contabyx.Engine.Reading;

/// <summary>Chooses the mask of each column. An exact name comes before a pattern.</summary>
internal static class MaskChoice
{
    /// <summary>The masks of the columns that are read, by their names in the source.</summary>
    /// <exception cref="TableRefusedException">A named column does not exist, or two patterns disagree.</exception>
    public static Dictionary<string, MaskKind> Of(
        TableSelection selection, TableSchema table, IReadOnlyList<ColumnSchema> chosen, Refusals refusals)
    {
        var patterns = selection.Masks.Select(pair => (Pattern: new ColumnPattern(pair.Key), Mask: pair.Value)).ToList();
        foreach (var (pattern, _) in patterns)
        {
            if (!pattern.IsWildcard && !table.Columns.Any(column => pattern.Fits(column.Name)))
                throw refusals.Unknown("-Mask", pattern.Text);
        }

        var masks = new Dictionary<string, MaskKind>(StringComparer.Ordinal);
        foreach (var column in chosen)
        {
            var fitting = patterns.Where(pair => pair.Pattern.Fits(column.Name)).ToList();
            var exact = fitting.FindIndex(pair => pair.Pattern.Text.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
            if (exact < 0 && fitting.FirstOrDefault(pair => pair.Mask != fitting[0].Mask) is { Pattern: not null } other)
                throw refusals.TwoMasks(column.Name, fitting[0].Mask, other.Mask);
            if (fitting.Count > 0)
                masks.Add(column.Name, fitting[Math.Max(exact, 0)].Mask);
        }

        return masks;
    }
}
