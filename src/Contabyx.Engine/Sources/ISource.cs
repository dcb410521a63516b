using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Sources;

/// <summary>A database that rows come from. It gives consistent snapshots of any of its tables.</summary>
internal interface ISource : IQueried, IAsyncDisposable
{
    /// <summary>
    /// The tables that can be exported, without the source's own bookkeeping of batches, ordered by name.
    /// </summary>
    Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation);

    /// <summary>
    /// A table, view or query with all its columns. Views and queries have no key, and every value may be NULL.
    /// </summary>
    /// <returns>Its schema, whose <see cref="TableSchema.Relation"/> says what to read.</returns>
    /// <exception cref="TableNotFoundException">There is no such table or view.</exception>
    /// <exception cref="TableRefusedException">The source refuses the query, or the predicate.</exception>
    Task<TableSchema> DescribeAsync(SourceRelation relation, CancellationToken cancellation);

    /// <summary>What is known about the tables and views without reading their rows, ordered by name.</summary>
    Task<IReadOnlyList<TableFacts>> ReadFactsAsync(CancellationToken cancellation);

    /// <summary>Objects that have names like tables but cannot be exported, ordered by name.</summary>
    Task<IReadOnlyList<SourceObject>> ReadOthersAsync(CancellationToken cancellation);

    /// <summary>
    /// Measures how long the texts and byte strings of a table are, so that a warehouse need not reserve what the
    /// source's types allow.
    /// </summary>
    /// <returns>
    /// The same table with lengths of text and bytes that hold the current values, with some room for growth, and never
    /// longer than before. A table without rows stays as it is.
    /// </returns>
    Task<TableSchema> MeasureAsync(TableSchema table, CancellationToken cancellation);

    /// <summary>
    /// Checks step by step whether the source can be used; checks that depend on a failed one are skipped.
    /// Nothing is changed.
    /// </summary>
    IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation);

    /// <summary>A column's name, quoted.</summary>
    string QuoteColumn(string name);

    /// <summary>The condition of the rows whose date, as it is exported, is NULL or in none of some ranges of years.</summary>
    /// <param name="column">A column of dates or timestamps.</param>
    /// <param name="ranges">Ranges, each with its first year and the year after its last; none has the year 1.</param>
    string OutsideYears(string column, IReadOnlyList<(int First, int Next)> ranges);

    /// <summary>Opens a snapshot: everything read through it has the state of this moment.</summary>
    Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation);
}
