using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses;

/// <summary>A database that rows go to. Everything heavy is SQL that it runs itself.</summary>
internal interface IWarehouse : IQueried, IAsyncDisposable
{
    /// <summary>How many files it reads side by side where it is not asked.</summary>
    int UsualSlices { get; }

    /// <summary>How many files it reads side by side: parts come in multiples of this.</summary>
    Task<int> CountSlicesAsync(CancellationToken cancellation);

    /// <summary>Whether it can read files of a bucket.</summary>
    /// <param name="bucket">The bucket's address.</param>
    bool CanRead(string bucket);

    /// <summary>
    /// Whether it tells an empty binary value of a CSV file from NULL. Where it does not, such values cannot travel so.
    /// </summary>
    bool TellsEmptyBinary { get; }

    /// <summary>Why it can have no such table, whatever it has now, each reason in words. It is not asked.</summary>
    IReadOnlyList<string> ProblemsOf(TableSchema table);

    /// <summary>The statements that create the load history where it is missing.</summary>
    IReadOnlyList<string> InitializeStatements { get; }

    /// <summary>Creates the load history where it is missing.</summary>
    Task InitializeAsync(CancellationToken cancellation);

    /// <summary>The statement that creates the schema of the tables; empty when it is there, or there are no schemas.</summary>
    Task<IReadOnlyList<string>> PlanSchemaAsync(CancellationToken cancellation);

    /// <summary>Creates the schema of the tables where it is missing.</summary>
    Task CreateSchemaAsync(CancellationToken cancellation);

    /// <summary>Finds a missing schema or right, before the first row is on its way. Nothing is changed.</summary>
    /// <param name="tables">The tables that are to be loaded.</param>
    /// <returns>The tables that cannot be loaded, each with why.</returns>
    /// <exception cref="WarehouseException">No table at all can be loaded.</exception>
    Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IReadOnlyCollection<string> tables, CancellationToken cancellation);

    /// <summary>
    /// The statements that make a table hold the rows of a schema: that create it, or add columns, or widen texts.
    /// Empty when it does already. Nothing is run.
    /// </summary>
    /// <param name="table">The schema of the rows.</param>
    /// <param name="layout">How a new table lies.</param>
    /// <exception cref="SchemaConflictException">It cannot be made to.</exception>
    Task<IReadOnlyList<string>> PlanTableAsync(TableSchema table, TableLayout layout, CancellationToken cancellation);

    /// <summary>Runs the statements of <see cref="PlanTableAsync"/>, before any transaction.</summary>
    /// <param name="table">The schema of the rows.</param>
    /// <param name="layout">How a new table lies.</param>
    /// <returns>The statements that were run.</returns>
    /// <exception cref="SchemaConflictException">The table cannot hold the rows.</exception>
    Task<IReadOnlyList<string>> PrepareTableAsync(TableSchema table, TableLayout layout, CancellationToken cancellation);

    /// <summary>The schema of a table as the warehouse has it; NULL when it has none of that name.</summary>
    /// <param name="table">The table's name, in any case.</param>
    Task<TableSchema?> ReadTableAsync(string table, CancellationToken cancellation);

    /// <summary>
    /// Tables as the warehouse has them, with all that keeps rows out of them, but without their keys. Many are asked for at
    /// once.
    /// </summary>
    /// <param name="tables">The tables' names, in any case.</param>
    /// <returns>Those that are there.</returns>
    Task<IReadOnlyList<TableSchema>> ReadTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellation);

    /// <summary>The statements of a load in order, for review, without secrets. Nothing is run.</summary>
    /// <param name="record">The row that the history will get.</param>
    IReadOnlyList<string> LoadStatements(TableLoad load, LoadRecord record);

    /// <summary>Begins a transaction on a connection of its own.</summary>
    Task<ILoadTransaction> BeginAsync(CancellationToken cancellation);

    /// <summary>The load history, the latest first; empty where there is none. Nothing is created.</summary>
    /// <param name="run">Only this run; NULL for all.</param>
    Task<IReadOnlyList<LoadRecord>> ReadHistoryAsync(string? run, CancellationToken cancellation);

    /// <summary>The control totals of a table's rows, by SQL.</summary>
    /// <param name="table">The table, with the columns that are wanted.</param>
    /// <param name="range">Only rows whose <see cref="TableSchema.RangeKey"/> lies there; NULL for all.</param>
    Task<TableTotals> ReadTotalsAsync(TableSchema table, KeyRange? range, CancellationToken cancellation);

    /// <summary>Adds the columns of watermarks to the load history where they are missing, since an older version made it.</summary>
    Task AddWatermarksAsync(CancellationToken cancellation);

    /// <summary>
    /// The loads of a table that have a watermark, or that brought all of its rows; the latest first. Nothing is created.
    /// </summary>
    /// <param name="limit">How many at most.</param>
    Task<IReadOnlyList<LoadRecord>> ReadWatermarksAsync(string table, int limit, CancellationToken cancellation);

    /// <summary>How many rows a table has, and the keys that they lie between, where it has a key of one whole number.</summary>
    /// <param name="deletedAt">The column by which rows that do not count are marked; NULL for none.</param>
    Task<(long Rows, KeyRange? Keys)> ReadSpanAsync(TableSchema table, string? deletedAt, CancellationToken cancellation);

    /// <summary>What each bucket of a table's rows holds, by SQL; buckets without rows are left out.</summary>
    /// <param name="table">The table, with the columns that are wanted.</param>
    /// <param name="buckets">How its rows are divided.</param>
    /// <param name="deletedAt">The column by which rows that do not count are marked; NULL for none.</param>
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
    /// The statements that follow a load which changed a table: its readers get their rights, and the planner its statistics.
    /// Empty where there are neither, as in the embedded warehouse. They may be run any number of times.
    /// </summary>
    /// <param name="table">The table's name.</param>
    IReadOnlyList<string> AfterLoadStatements(string table, IReadOnlyList<Grantee> readers);

    /// <summary>Runs the statements of <see cref="AfterLoadStatements"/>.</summary>
    /// <exception cref="WarehouseException">It refused one.</exception>
    Task RunAfterLoadAsync(string table, IReadOnlyList<Grantee> readers, CancellationToken cancellation);

    /// <summary>Looks whether the warehouse can be used. Nothing is changed.</summary>
    IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation);
}
