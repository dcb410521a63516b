namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// Decides which earlier load brought the same rows and still counts: one of the same run, or one of the same content if no
/// later load of other content can have touched its keys.
/// </summary>
internal static class EarlierLoad
{
    /// <summary>Chooses the latest load that counts.</summary>
    /// <param name="rows">
    /// Loads of the table, the latest first: those of the same run, and all since the last one of the same content.
    /// </param>
    /// <param name="load">What is to be loaded.</param>
    /// <returns>NULL if there is none.</returns>
    public static LoadRecord? Choose(IEnumerable<LoadRecord> rows, TableLoad load)
    {
        var later = new List<LoadRecord>();
        foreach (var row in rows)
        {
            if (row.Run == load.Run)
                return row;
            if (row.ContentHash != load.ContentHash)
                later.Add(row);
            else if (load.Sync is null && row.Mode == load.Mode && !later.Exists(other => MayHaveTouched(row, other)))
                return row;
        }

        return null;
    }

    private static bool MayHaveTouched(LoadRecord row, LoadRecord later) =>
        later.Mode is LoadMode.Replace or LoadMode.Differences
        || row.Mode == LoadMode.Replace
        || (row.Mode == LoadMode.Merge && later.Mode == LoadMode.Merge
            && !(later.FirstKey > row.LastKey || later.LastKey < row.FirstKey));
}
