namespace Contabyx.ServerTests;

/// <summary>What the job promises of one table.</summary>
/// <param name="Name">Its name at the source.</param>
internal sealed record ShopTable(string Name)
{
    /// <summary>Its name in the warehouse.</summary>
    public string As { get; init; } = Name;

    /// <summary>The query that it is; NULL for a table or view.</summary>
    public string? Query { get; init; }

    public string Where { get; init; } = "1 = 1";

    public IReadOnlyList<string> Excluded { get; init; } = [];

    public Dictionary<string, string> Renames { get; } = [];

    public Dictionary<string, string> Masks { get; } = [];

    /// <summary>The key; only where rows may be behind.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The column of an incremental reading; NULL where each night is exact.</summary>
    public string? Watermark { get; init; }

    /// <summary>In units of the watermark, ticks for times.</summary>
    public decimal Lookback { get; init; }

    /// <summary>Which rows of the warehouse are not marked as deleted.</summary>
    public string Live { get; init; } = "1 = 1";

    /// <summary>Which rows are marked as deleted; NULL if none can be.</summary>
    public string? Gone { get; init; }

    /// <summary>Whether deleted rows stay.</summary>
    public bool Keeps { get; init; }

    /// <summary>The mask of a column; NULL for none.</summary>
    public string? MaskOf(string column) => Masks.TryGetValue(column, out var mask) ? mask
        : column.Contains("email", StringComparison.Ordinal) ? "Hash"
        : column == "iban" ? "Last4" : null;
}
