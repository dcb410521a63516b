namespace Contabyx.Engine.Reading;

/// <summary>What a selection does with a table: what is read from the source, and what is sent. It needs no server.</summary>
internal sealed class SelectionPlan
{
    private readonly Dictionary<string, string> _sentNames;

    private SelectionPlan(
        TableSelection selection, TableSchema source, TableSchema sent, IReadOnlyList<MaskKind?> masks,
        Dictionary<string, string> sentNames)
    {
        Selection = selection;
        Source = source;
        Sent = sent;
        Masks = masks;
        _sentNames = sentNames;
    }

    public TableSelection Selection { get; }

    /// <summary>The columns that are read, under their names in the source, and what they are read from.</summary>
    public TableSchema Source { get; }

    /// <summary>The same columns as they are sent, in the same order.</summary>
    public TableSchema Sent { get; }

    /// <summary>The mask of each column; NULL for none.</summary>
    public IReadOnlyList<MaskKind?> Masks { get; }

    public bool HasMasks => Masks.Any(mask => mask is not null);

    /// <summary>The watermark's name as it is sent; NULL if the selection has none.</summary>
    public string? Watermark => Selection.Watermark is { } column ? _sentNames[column] : null;

    /// <summary>Creates the plan.</summary>
    /// <param name="selection">What the user wants.</param>
    /// <param name="table">The table, view or query as the source describes it, with all its columns.</param>
    /// <param name="hasMaskKey">Whether there is a key for <see cref="MaskKind.Hash"/>.</param>
    /// <exception cref="TableRefusedException">The selection is not possible.</exception>
    public static SelectionPlan Of(TableSelection selection, TableSchema table, bool hasMaskKey)
    {
        var refusals = new Refusals(table.Name, table.Columns.Select(column => column.Name));
        var chosen = ColumnChoice.Of(selection, table, refusals);
        var masks = MaskChoice.Of(selection, table, chosen, refusals);
        if (!hasMaskKey
            && chosen.FirstOrDefault(column => masks.TryGetValue(column.Name, out var kind) && kind == MaskKind.Hash) is { } hashed)
            throw refusals.NoMaskKey(hashed.Name);
        var names = ColumnNames.Of(selection, table, chosen, refusals);
        var key = KeyOf(selection, table, chosen, refusals);
        foreach (var column in key)
        {
            if (masks.TryGetValue(column, out var mask) && mask != MaskKind.Hash)
                throw refusals.MaskedKey(column, mask);
        }

        if (selection.Watermark is { } watermark)
            CheckWatermark(watermark, table, names, masks, refusals);
        var parsed = SuperChoice.Of(selection, table, chosen, key, masks, refusals);
        return new SelectionPlan(selection, SourceOf(table, chosen, key, masks), Send(selection, table, chosen, key, names, masks, parsed),
            [.. chosen.Select(column => masks.TryGetValue(column.Name, out var mask) ? mask : (MaskKind?)null)], names);
    }

    /// <summary>A column's name in the source, by its name as it is sent.</summary>
    public string SourceNameOf(string sent)
    {
        var position = Sent.Columns.Index().FirstOrDefault(column => column.Item.Name == sent, (Index: -1, Item: null!)).Index;
        return position < 0 ? throw new ArgumentException($"{Sent.Name} sends no column {sent}.", nameof(sent))
            : Source.Columns[position].Name;
    }

    /// <summary>The same plan without some columns that are not part of the key.</summary>
    /// <param name="sent">Their names as they are sent.</param>
    public SelectionPlan Without(IReadOnlySet<string> sent)
    {
        int[] kept = [.. Sent.Columns.Index().Where(column => !sent.Contains(column.Item.Name)).Select(column => column.Index)];
        return new SelectionPlan(
            Selection,
            Source with { Columns = [.. kept.Select(i => Source.Columns[i])] },
            Sent with { Columns = [.. kept.Select(i => Sent.Columns[i])] },
            [.. kept.Select(i => Masks[i])],
            _sentNames);
    }

    /// <summary>The same plan for fewer rows.</summary>
    /// <param name="condition">The condition that they meet beside that of the user, in the SQL of the source.</param>
    public SelectionPlan Where(string condition)
    {
        var relation = Source.Relation!;
        var where = relation.Where is { } own ? $"(\n{own}\n)\nAND ({condition})" : condition;
        return new SelectionPlan(Selection, Source with { Relation = relation with { Where = where } }, Sent, Masks, _sentNames);
    }

    // If a column of the key is left out, there is no key any more.
    private static List<string> KeyOf(
        TableSelection selection, TableSchema table, IReadOnlyList<ColumnSchema> chosen, Refusals refusals)
    {
        if (selection.Key.Count == 0)
        {
            return table.Key.All(name => chosen.Any(column => column.Name == name)) ? [.. table.Key] : [];
        }

        var key = new List<string>();
        foreach (var wanted in selection.Key)
        {
            var found = Find(table, wanted) ?? throw refusals.Unknown("-Key", wanted);
            if (!chosen.Contains(found))
                throw refusals.LeftOut("-Key", found.Name, "The key must identify the rows that are sent.");
            key.Add(found.Name);
        }

        return key;
    }

    private static void CheckWatermark(
        string watermark, TableSchema table, Dictionary<string, string> names, Dictionary<string, MaskKind> masks, Refusals refusals)
    {
        var found = Find(table, watermark) ?? throw refusals.Unknown("-Watermark", watermark);
        if (!names.ContainsKey(found.Name))
            throw refusals.LeftOut("-Watermark", found.Name, "Its values must be recorded when the rows are loaded.");
        if (masks.ContainsKey(found.Name))
            throw refusals.MaskedWatermark(found.Name);
    }

    private static TableSchema SourceOf(
        TableSchema table, IReadOnlyList<ColumnSchema> chosen, List<string> key, Dictionary<string, MaskKind> masks)
    {
        var relation = table.Relation ?? new SourceRelation(table.Name);
        return table with
        {
            Columns = chosen,
            Key = key,
            Relation = relation with
            {
                AllColumns = [.. table.Columns.Select(column => column.Name)],
                Masked = [.. chosen.Where(column => masks.ContainsKey(column.Name)).Select(column => column.Name)],
            },
        };
    }

    private static TableSchema Send(
        TableSelection selection,
        TableSchema table,
        IReadOnlyList<ColumnSchema> chosen,
        List<string> key,
        Dictionary<string, string> names,
        Dictionary<string, MaskKind> masks,
        HashSet<string> parsed) => new(
            selection.As ?? table.Name,
            [
                .. chosen.Select(column =>
                {
                    var sent = column with
                    {
                        Name = names[column.Name],
                        Nullable = column.Nullable && !(selection.Key.Count > 0 && key.Contains(column.Name)),
                        IsSuper = parsed.Contains(column.Name),
                    };
                    return masks.TryGetValue(column.Name, out var mask) ? Masking.Of(sent, mask) : sent;
                }),
            ],
            [.. key.Select(name => names[name])])
        {
            Comment = table.Comment,
        };

    /// <summary>The table of a name; spelled alike comes before any case.</summary>
    internal static TableSchema? FindTable(IReadOnlyList<TableSchema> tables, string name) =>
        tables.FirstOrDefault(table => table.Name == name)
        ?? tables.FirstOrDefault(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal static ColumnSchema? Find(TableSchema table, string name) =>
        table.Columns.FirstOrDefault(column => column.Name == name)
        ?? table.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
