using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Reading;

/// <summary>Finds the columns that may show new and changed rows of a table.</summary>
internal static class WatermarkFinder
{
    private static readonly HashSet<string> OfUpdates = new(StringComparer.Ordinal)
    {
        "updated", "update", "modified", "modification", "changed", "change", "mtime", "touched", "synced", "upd",
        "atualizado", "atualizada", "atualizacao", "alterado", "alterada", "alteracao", "modificado", "modificada", "modificacao",
    };

    private static readonly HashSet<string> OfInserts = new(StringComparer.Ordinal)
    {
        "created", "create", "creation", "inserted", "insert", "added", "registered", "ctime", "logged",
        "criado", "criada", "criacao", "inserido", "inserida", "inclusao", "incluido", "cadastro", "cadastrado", "cadastrada",
    };

    /// <summary>The candidates, the best first.</summary>
    public static IReadOnlyList<WatermarkCandidate> Find(TableFacts table) =>
        [.. table.Schema.Columns.Select(column => Judge(table, column)).OfType<(int Rank, WatermarkCandidate Candidate)>()
            .OrderBy(found => found.Rank).Select(found => found.Candidate)];

    private static (int Rank, WatermarkCandidate Candidate)? Judge(TableFacts table, ColumnSchema column)
    {
        var words = NameWords.Of(column.Name);
        var isTime = column.Type.Kind is ColumnKind.Timestamp or ColumnKind.TimestampTz or ColumnKind.Date;
        var isWhole = column.Type.Kind is ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64
            || column.Type is { Kind: ColumnKind.Decimal, Scale: 0 };
        if (isTime && table.SetByUpdates.Contains(column.Name))
            return (0, new(column.Name, true, "The server sets it with every update (ON UPDATE CURRENT_TIMESTAMP)."));
        if (isTime && words.Any(OfUpdates.Contains))
            return (1, new(column.Name, true, $"Its name suggests that it is set with every update{OfDay(column)}."));
        if (isWhole && words is ["row", "version", ..] or ["rowversion", ..])
            return (2, new(column.Name, true, "Its name suggests that it increases with every update."));
        if (isWhole && table.CountedUp.Contains(column.Name))
            return (3, new(column.Name, false, "It increases with every insert (AUTO_INCREMENT). It does not find updates."));
        if (isTime && words.Any(OfInserts.Contains))
            return (4,
                new(column.Name, false, $"Its name suggests that it is set with every insert{OfDay(column)}. It does not find updates."));
        if (isWhole && table.Schema.Key is [var key] && key == column.Name && words[^1] is "id" or "no" or "number" or "seq")
            return (5, new(column.Name, false,
                "It is the key, a whole number. It finds new rows if they always get larger keys. It does not find updates."));
        return null;
    }

    private static string OfDay(ColumnSchema column) =>
        column.Type.Kind == ColumnKind.Date ? ", as a date: use a lookback of at least one day" : "";
}
