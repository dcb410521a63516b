namespace Contabyx.Engine.Warehouses;

/// <summary>
/// What a warehouse does to keep old years of its tables as Parquet files in the bucket. The ledger says what is archived, and
/// changes in the same transaction as the rows.
/// </summary>
internal interface IArchive
{
    /// <summary>Which warehouse this is, whoever logs in: attempts of others must not be taken for its own.</summary>
    string Identity { get; }

    /// <summary>The ledger, by table and year; empty if there is none. Nothing is created.</summary>
    Task<IReadOnlyList<ArchivedYear>> ReadAsync(CancellationToken cancellation);

    /// <summary>As <see cref="IYearMove.ReadAttemptsAsync"/>; empty if there is no list. Nothing is created.</summary>
    Task<IReadOnlyList<string>> ReadAttemptsAsync(string table, int year, CancellationToken cancellation);

    /// <summary>Why files could not hold a table's rows, each reason in words.</summary>
    IReadOnlyList<string> ProblemsOf(TableSchema table);

    /// <summary>Refuses a table whose rows would not be archived as they are, or could not be read there.</summary>
    /// <exception cref="ArchiveException">It is refused.</exception>
    Task CheckAsync(TableSchema table, CancellationToken cancellation);

    /// <summary>What else has the view's name, such as <c>a table</c>; NULL for nothing, or a view of the archive.</summary>
    Task<string?> FindOtherViewAsync(ArchivedTable table, CancellationToken cancellation);

    /// <summary>Whether the view is what the columns of the table and its archive need.</summary>
    Task<bool> IsViewCurrentAsync(ArchivedTable table, CancellationToken cancellation);

    /// <summary>The years before a year in which a table has rows, with their number, the oldest first.</summary>
    Task<IReadOnlyList<(int Year, long Rows)>> CountYearsAsync(
        TableSchema table, string column, int before, CancellationToken cancellation);

    /// <summary>A year that is to be archived.</summary>
    /// <param name="id">The attempt's name.</param>
    /// <param name="location">The URI of the folder of its files, with a final slash.</param>
    ArchivedYear Plan(ArchivedTable table, int year, string id, string location);

    /// <summary>The statements that create what a table's archive needs, for review; some of it may exist.</summary>
    /// <exception cref="ArchiveException">Columns of the table and of its archived years contradict each other.</exception>
    IReadOnlyList<string> PrepareStatements(ArchivedTable table);

    /// <summary>The statements of moving a year into the archive, for review, without secrets.</summary>
    IReadOnlyList<string> ArchiveStatements(ArchivedTable table, ArchivedYear year);

    /// <summary>The statements of moving a year back, for review.</summary>
    IReadOnlyList<string> RestoreStatements(ArchivedTable table, ArchivedYear year);

    /// <summary>
    /// Creates the ledger, the external table and the view, as far as they are missing, before any transaction. A current view is not
    /// touched: replacing it waits for whoever reads it, and loads would wait, too.
    /// </summary>
    Task PrepareAsync(ArchivedTable table, CancellationToken cancellation);

    /// <summary>Opens what moves one year.</summary>
    Task<IYearMove> OpenAsync(CancellationToken cancellation);
}
