namespace Contabyx.Engine.Sources;

/// <summary>What a source reports about one of its tables or views without reading its rows.</summary>
/// <param name="Schema">Its columns and its key.</param>
internal sealed record TableFacts(TableSchema Schema)
{
    /// <summary>Whether it is a table or a view.</summary>
    public SourceTableKind Kind { get; init; }

    /// <summary>Its rows as the source estimates them; NULL if it does not.</summary>
    public long? Rows { get; init; }

    /// <summary>Whether <see cref="Rows"/> is exact.</summary>
    public bool RowsAreExact { get; init; }

    /// <summary>Its size in bytes; NULL if the source does not report it.</summary>
    public long? Bytes { get; init; }

    /// <summary>The columns that the source itself increments with every insert.</summary>
    public IReadOnlySet<string> CountedUp { get; init; } = new HashSet<string>();

    /// <summary>The columns that the source itself sets to the time of every update.</summary>
    public IReadOnlySet<string> SetByUpdates { get; init; } = new HashSet<string>();
}
