using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses;

/// <summary>A database that rows are loaded into. All heavy work is SQL that it runs itself.</summary>
internal interface IWarehouse : IQueried, IAsyncDisposable
{
    /// <summary>How many files it reads in parallel, without asking it.</summary>
    int UsualSlices { get; }

    /// <summary>How many files it reads in parallel: parts come in multiples of this.</summary>
    Task<int> CountSlicesAsync(CancellationToken cancellation);

    /// <summary>Whether it can read files of a bucket.</summary>
    /// <param name="bucket">The bucket's address.</param>
    bool CanRead(string bucket);

    /// <summary>
    /// Whether it distinguishes an empty binary value of a CSV file from NULL. If not, CSV files cannot carry such values.
    /// </summary>
    bool DistinguishesEmptyBinary { get; }

    /// <summary>Why the warehouse could never have such a table, each reason in words. The database is not asked.</summary>
    IReadOnlyList<string> ProblemsOf(TableSchema table);

    /// <summary>The statements that create the load history; empty if it is there. Nothing is run.</summary>
    Task<IReadOnlyList<string>> PlanHistoryAsync(CancellationToken cancellation);

    /// <summary>Creates the load history if it is missing.</summary>
    Task InitializeAsync(CancellationToken cancellation);

    /// <summary>
    /// The statement that creates the schema of the tables; empty if it exists, or if there are no schemas.
    /// </summary>
    Task<IReadOnlyList<string>> PlanSchemaAsync(CancellationToken cancellation);

    /// <summary>Creates the schema of the tables if it is missing.</summary>
    Task CreateSchemaAsync(CancellationToken cancellation);

    /// <summary>Finds a missing schema or privilege before the first row is sent. Nothing is changed.</summary>
    /// <param name="loads">The tables that are to be loaded, each with what its load does.</param>
    /// <returns>The tables that cannot be loaded, each with why.</returns>
    /// <exception cref="WarehouseException">No table at all can be loaded.</exception>
    Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<LoadNeeds> loads, CancellationToken cancellation);

    /// <summary>
    /// The statements that prepare a table for the rows of a schema: they create it, add columns, or widen texts.
    /// Empty if the table already fits. Nothing is run.
    /// </summary>
    /// <param name="table">The schema of the rows.</param>
    /// <param name="layout">The distribution and sort keys of a new table.</param>
    /// <exception cref="SchemaConflictException">The table cannot hold the rows.</exception>
    Task<IReadOnlyList<string>> PlanTableAsync(TableSchema table, TableLayout layout, CancellationToken cancellation);

    /// <summary>Runs the statements of <see cref="PlanTableAsync"/>, before any transaction.</summary>
    /// <param name="table">The schema of the rows.</param>
    /// <param name="layout">The distribution and sort keys of a new table.</param>
    /// <returns>The statements that were run.</returns>
    /// <exception cref="SchemaConflictException">The table cannot hold the rows.</exception>
    Task<IReadOnlyList<string>> PrepareTableAsync(TableSchema table, TableLayout layout, CancellationToken cancellation);

    /// <summary>The schema of a table as the warehouse has it; NULL when it has none of that name.</summary>
    /// <param name="table">The table's name, in any case.</param>
    Task<TableSchema?> ReadTableAsync(string table, CancellationToken cancellation);

    /// <summary>
    /// Tables as the warehouse has them, with everything that prevents loading, but without their keys. Many are requested at
    /// once.
    /// </summary>
    /// <param name="tables">The tables' names, in any case.</param>
    /// <returns>Those that exist.</returns>
    Task<IReadOnlyList<TableSchema>> ReadTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellation);

    /// <summary>The statements of a load in order, for review, without secrets. Nothing is run.</summary>
    /// <param name="record">The row that is written to the history.</param>
    IReadOnlyList<string> LoadStatements(TableLoad load, LoadRecord record);

    /// <summary>Begins a transaction on a connection of its own.</summary>
    Task<ILoadTransaction> BeginAsync(CancellationToken cancellation);

    /// <summary>The load history, the latest first; empty if there is none. Nothing is created.</summary>
    /// <param name="run">Only this run; NULL for all.</param>
    Task<IReadOnlyList<LoadRecord>> ReadHistoryAsync(string? run, CancellationToken cancellation);

    /// <summary>The load history of the runs whose names do not sort before a name, the latest first. Nothing is created.</summary>
    /// <param name="first">The name, or how it begins.</param>
    Task<IReadOnlyList<LoadRecord>> ReadHistoryFromAsync(string first, CancellationToken cancellation);

    /// <summary>The control totals of a table's rows, by SQL.</summary>
    /// <param name="table">The table, with the columns that are wanted.</param>
    /// <param name="range">Only rows whose <see cref="TableSchema.RangeKey"/> is in this range; NULL for all.</param>
    Task<TableTotals> ReadTotalsAsync(TableSchema table, KeyRange? range, CancellationToken cancellation);

    /// <summary>Adds the watermark columns to a load history that an older version created without them.</summary>
    Task AddWatermarksAsync(CancellationToken cancellation);

    /// <summary>
    /// The loads of a table that have a watermark, or that brought all of its rows; the latest first. Nothing is created.
    /// </summary>
    /// <param name="limit">How many at most.</param>
    Task<IReadOnlyList<LoadRecord>> ReadWatermarksAsync(string table, int limit, CancellationToken cancellation);

    /// <summary>How many rows a table has, and its smallest and largest key if the key is one whole number.</summary>
    /// <param name="deletedAt">The column that marks rows to ignore; NULL for none.</param>
    Task<(long Rows, KeyRange? Keys)> ReadSpanAsync(TableSchema table, string? deletedAt, CancellationToken cancellation);

    /// <summary>What each bucket of a table's rows holds, by SQL; buckets without rows are left out.</summary>
    /// <param name="table">The table, with the columns that are wanted.</param>
    /// <param name="buckets">How its rows are divided.</param>
    /// <param name="deletedAt">The column that marks rows to ignore; NULL for none.</param>
    Task<IReadOnlyDictionary<int, BucketTotals>> ReadBucketsAsync(
        TableSchema table, KeyBuckets buckets, string? deletedAt, CancellationToken cancellation);

    /// <summary>
    /// The rows of some buckets as text: each value as the CSV files write it, but without quotes, and floating-point numbers
    /// by whole numbers as in the fingerprint.
    /// </summary>
    /// <param name="table">The table, with the columns that are wanted.</param>
    /// <param name="buckets">How its rows are divided.</param>
    /// <param name="wanted">The buckets whose rows are wanted.</param>
    Task<IReadOnlyList<string?[]>> ReadRowsAsync(
        TableSchema table, KeyBuckets buckets, IReadOnlyList<int> wanted, CancellationToken cancellation);

    /// <summary>
    /// The statements that follow a load that changed a table: they grant rights to its readers and update its statistics.
    /// Empty if there are none, as in the embedded warehouse. They can be run any number of times.
    /// </summary>
    /// <param name="table">The table's name.</param>
    IReadOnlyList<string> AfterLoadStatements(string table, IReadOnlyList<Grantee> readers);

    /// <summary>
    /// Runs each of the statements of <see cref="AfterLoadStatements"/> even if others fail, because the rows are already
    /// committed.
    /// </summary>
    /// <returns>The statements that failed.</returns>
    Task<IReadOnlyList<FailedStep>> RunAfterLoadAsync(string table, IReadOnlyList<Grantee> readers, CancellationToken cancellation);

    /// <summary>The archive of old years of its tables.</summary>
    IArchive Archive { get; }

    /// <summary>Checks whether the warehouse can be used. Nothing is changed.</summary>
    IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation);
}
