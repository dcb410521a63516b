using System.Diagnostics;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Files;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>One transaction of the embedded warehouse, on a connection of its own.</summary>
internal sealed class DuckDbLoadTransaction : LoadTransaction
{
    private readonly DuckDbLoadSql _sql;
    private readonly DuckDBConnection _connection;
    private readonly TableLocks _locks;
    private readonly DuckDbDatabase _database;
    private readonly DuckDBTransaction _transaction;
    private readonly IProgress<string>? _notes;
    private TableLoad? _load;

    /// <param name="sql">Writes the statements.</param>
    /// <param name="archive">Writes the statements about archived years.</param>
    /// <param name="connection">A separate connection, disposed with this.</param>
    /// <param name="locks">Makes loads of one table wait for each other; released with this.</param>
    /// <param name="notes">Receives each statement; NULL if nobody listens.</param>
    public DuckDbLoadTransaction(
        DuckDbDatabase database,
        DuckDbLoadSql sql,
        DuckDbArchiveSql archive,
        DuckDBConnection connection,
        TableLocks locks,
        IProgress<string>? notes)
        : base(database.Address, sql, archive)
    {
        _sql = sql;
        _connection = connection;
        _locks = locks;
        _notes = notes;
        _database = database;
        _transaction = connection.BeginTransaction();
    }

    /// <inheritdoc/>
    public override async Task<LoadRecord?> FindEarlierAsync(TableLoad load, CancellationToken cancellation)
    {
        _load = load;
        _database.Wide.ReserveMemory(_connection, load.Table);
        await _locks.TakeAsync(load.Table.Name, cancellation).ConfigureAwait(false);
        return await base.FindEarlierAsync(load, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ContabyxLoadError>> StageAsync(TableLoad load, CancellationToken cancellation)
    {
        var files = await ManifestFiles.ReadAsync(load.ManifestUri, cancellation).ConfigureAwait(false);
        await RunAsync(_sql.CreateStage(load), cancellation).ConfigureAwait(false);
        try
        {
            await RunAsync(_sql.Copy(load, files), cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (RowFormats.Of(load.Format).IsText)
        {
            throw await ExplainAsync(load, files, e, cancellation).ConfigureAwait(false);
        }

        var leftOut = load.MaxErrors == 0 ? [] : await ReadErrorsAsync(_connection, load, cancellation).ConfigureAwait(false);
        return leftOut.Count <= load.MaxErrors ? leftOut : throw Describe(leftOut, null);
    }

    /// <summary>The table has been locked since the search, so nothing can have been added since.</summary>
    public override Task<LoadRecord?> LockAsync(TableLoad load, CancellationToken cancellation) =>
        Task.FromResult<LoadRecord?>(null);

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await _transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (DuckDBException e) when (!e.Message.Contains("constraint", StringComparison.OrdinalIgnoreCase))
        {
            // Every statement had succeeded: the disk is full, or cannot be written. The database then reports no
            // specific kind of error.
            throw new EmbeddedDatabaseException(Warehouse, e);
        }
        catch (DuckDBException e)
        {
            throw Refusal(e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (DuckDBException)
        {
            // After a fatal error there is nothing left to roll back; closing the connection ends the transaction.
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _locks.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Task<long> RunAsync(string statement, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(Told(statement, () => _connection.Run(statement, cancellation)));
        }
        catch (EmbeddedDatabaseException e)
        {
            throw Refused(e);
        }
    }

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<string?[]>> QueryAsync(string query, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<string?[]>>(Told(query, () => _connection.Query(query, cancellation)));
        }
        catch (EmbeddedDatabaseException e)
        {
            throw Refused(e);
        }
    }

    /// <summary>
    /// A transaction sees the moment of its first query, and with several tables that is before the later ones are locked.
    /// </summary>
    protected override async Task<IReadOnlyList<string?[]>> QueryNowAsync(string query, CancellationToken cancellation)
    {
        using var other = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        return other.Query(query, cancellation);
    }

    private T Told<T>(string sql, Func<T> run)
    {
        var begin = Stopwatch.GetTimestamp();
        var answer = run();
        _notes.Statement(sql, Stopwatch.GetElapsedTime(begin));
        return answer;
    }

    // Reading stops at the first bad row and ends the transaction, so the files are read again to find all bad rows.
    private async Task<WarehouseException> ExplainAsync(
        TableLoad load, IReadOnlyList<string> files, WarehouseException failure, CancellationToken cancellation)
    {
        using var other = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
        try
        {
            other.Run(_sql.CreateStage(load), cancellation);
            other.Run(_sql.Copy(load with { MaxErrors = DuckDbLoadSql.SurveyRows }, files), cancellation);
            var errors = await ReadErrorsAsync(other, load, cancellation).ConfigureAwait(false);
            return errors.Count == 0 ? failure : Describe(errors, failure);
        }
        catch (EmbeddedDatabaseException)
        {
            return failure; // A file that cannot be read to its end has no rows to tell.
        }
    }

    // The reader counts records, but people count lines.
    private async Task<IReadOnlyList<ContabyxLoadError>> ReadErrorsAsync(
        DuckDBConnection connection, TableLoad load, CancellationToken cancellation)
    {
        var errors = new List<ContabyxLoadError>();
        foreach (var file in connection.Query(_sql.LoadErrors, cancellation).GroupBy(row => row[0]!))
        {
            var records = file.Select(row => SqlText.ParseNumber(row[1]) ?? 0).ToList();
            var lines = await RecordLines.FindAsync(file.Key, load.Compression, records, cancellation).ConfigureAwait(false);
            errors.AddRange(file.Zip(records, (row, record) =>
                ReadError(load, row) with { Line = lines.TryGetValue(record, out var line) ? line : null }));
        }

        return errors;
    }

    private static ContabyxLoadError ReadError(TableLoad load, string?[] row)
    {
        var path = row[0]!;
        var column = load.Table.Columns.FirstOrDefault(known => known.Name.Equals(row[2], StringComparison.OrdinalIgnoreCase));
        return new ContabyxLoadError
        {
            Run = load.Run,
            Table = load.Table.Name,
            File = load.FileUris.FirstOrDefault(uri => Path.GetFullPath(ManifestFiles.PathOf(uri)) == Path.GetFullPath(path)) ?? path,
            Column = column?.Name ?? row[2],
            Type = column?.Type.ToString(),
            Reason = (row[4] ?? row[3] ?? "").Split('\n')[0].Trim(),
        };
    }

    private WarehouseException Describe(IReadOnlyList<ContabyxLoadError> errors, Exception? failure) =>
        new(Warehouse, LoadErrorText.Describe(errors), LoadErrorText.Advice(errors[0].Run), failure) { LoadErrors = errors };

    // What the machine lacks (disk space) is not the table's fault: its files must stay where they wait. A table that
    // needs more memory than the setting gives would fail every time, and would keep all later runs from loading.
    private ContabyxException Refused(Exception e)
    {
        var cause = e as DuckDBException ?? e.InnerException as DuckDBException;
        if (cause?.ErrorType is DuckDBErrorType.OutOfMemory && _load is { } load)
        {
            return new WarehouseException(
                Warehouse, _database.Wide.Reason(load.Table),
                $"{_database.Wide.Advice} Then load it again: Invoke-ContabyxCopy -Redrive {load.Run}.", e);
        }

        if (cause?.ErrorType is DuckDBErrorType.OutOfMemory or DuckDBErrorType.Io or DuckDBErrorType.Fatal)
            return e as EmbeddedDatabaseException ?? new EmbeddedDatabaseException(Warehouse, e);
        return Refusal(cause ?? e);
    }

    private WarehouseException Refusal(Exception e) => new(
        Warehouse, e.Message,
        "Nothing of this table was committed. Fix the problem that the database reports, and load the table again.", e);
}
