namespace Contabyx;

/// <summary>A database that rows go to. Everything heavy is SQL that it runs itself.</summary>
public interface IWarehouse : IAsyncDisposable
{
    /// <summary>The address, without secrets.</summary>
    string Address { get; }

    /// <summary>How many files it reads side by side: parts come in multiples of this.</summary>
    /// <param name="cancellation">Stops it.</param>
    Task<int> CountSlicesAsync(CancellationToken cancellation);

    /// <summary>The statements that create the load history, and the given tables, where they are missing.</summary>
    /// <param name="tables">The tables.</param>
    IReadOnlyList<string> InitializeStatements(IReadOnlyList<TableSchema> tables);

    /// <summary>Creates the load history, and the given tables, where they are missing.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="cancellation">Stops it.</param>
    Task InitializeAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellation);

    /// <summary>The schema of a table as the warehouse has it; NULL when it has none of that name.</summary>
    /// <param name="table">The table's name, in any case.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<TableSchema?> ReadTableAsync(string table, CancellationToken cancellation);

    /// <summary>The statements of a load in order, for review. Nothing is run.</summary>
    /// <param name="load">The load.</param>
    /// <param name="record">The row that the history will get.</param>
    IReadOnlyList<string> LoadStatements(TableLoad load, LoadRecord record);

    /// <summary>Begins a transaction on a connection of its own.</summary>
    /// <param name="cancellation">Stops it.</param>
    Task<ILoadTransaction> BeginAsync(CancellationToken cancellation);

    /// <summary>The load history, the latest first.</summary>
    /// <param name="run">Only this run; NULL for all.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<IReadOnlyList<LoadRecord>> ReadHistoryAsync(string? run, CancellationToken cancellation);

    /// <summary>The books in one line.</summary>
    /// <param name="cancellation">Stops it.</param>
    Task<BooksBalance> ReadBalanceAsync(CancellationToken cancellation);
}
