namespace Contabyx;

/// <summary>
/// One table of the source compared with the same table of the warehouse. Made by <c>Compare-ContabyxData</c>.
/// </summary>
public sealed record ContabyxComparison
{
    /// <summary>The table's name as the source spells it.</summary>
    public required string Table { get; init; }

    /// <summary>The source's address.</summary>
    public string? Source { get; init; }

    /// <summary>The warehouse's address.</summary>
    public string? Warehouse { get; init; }

    /// <summary>Whether every figure is the same on both sides; <see cref="ColumnsLeftOut"/> have none.</summary>
    public bool Equal => Differences.Count == 0;

    public required long SourceRows { get; init; }

    public required long WarehouseRows { get; init; }

    /// <summary>How many figures were compared: rows, keys, and counts and sums per column.</summary>
    public required int FiguresCompared { get; init; }

    /// <summary>Each column, with its figures on both sides.</summary>
    public required IReadOnlyList<ColumnComparison> Columns { get; init => field = new ReadableList<ColumnComparison>(value); }

    /// <summary>
    /// Columns that were not compared, because the warehouse keeps them as parsed JSON (SUPER), whose text differs.
    /// </summary>
    public IReadOnlyList<string> ColumnsLeftOut { get; init => field = new ReadableList<string>(value); } = new ReadableList<string>([]);

    /// <summary>The years that are archived; the warehouse's side is then the view over the table and its archive.</summary>
    public IReadOnlyList<int> ArchivedYears { get; init => field = new ReadableList<int>(value); } = new ReadableList<int>([]);

    /// <summary>The figures that differ, in words; empty when none does.</summary>
    public required IReadOnlyList<string> Differences { get; init => field = new ReadableList<string>(value); }

    /// <summary>The keys that differ, if requested; empty otherwise.</summary>
    public IReadOnlyList<KeyDifference> Keys { get; init => field = new ReadableList<KeyDifference>(value); }
        = new ReadableList<KeyDifference>([]);

    /// <summary>Whether <see cref="Keys"/> was cut at the limit, so that there are more.</summary>
    public bool KeysCut { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
