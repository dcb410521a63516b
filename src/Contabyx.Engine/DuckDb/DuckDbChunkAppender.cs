using Contabyx.Engine.Rows;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using NativeAppender = DuckDB.NET.Native.DuckDBAppender;

namespace Contabyx.Engine.DuckDb;

/// <summary>Appends row blocks to a table, vector by vector, in the connection's transaction.</summary>
internal sealed class DuckDbChunkAppender : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly TableSchema _table;
    private readonly NativeAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly DuckDBLogicalType[] _types;

    /// <summary>Begins to append.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table; its columns must be the database's, in the same order.</param>
    public DuckDbChunkAppender(DuckDBConnection connection, TableSchema table)
    {
        _connection = connection;
        _table = table;
        var state = NativeMethods.Appender.DuckDBAppenderCreate(
            connection.NativeConnection, null!, table.Name, out _appender);
        if (state == DuckDBState.Error)
            throw Failure();
        _types = [.. table.Columns.Select((_, i) => NativeMethods.Appender.DuckDBAppenderColumnType(_appender, (ulong)i))];
        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(
            [.. _types.Select(type => type.DangerousGetHandle())], (ulong)_types.Length);
    }

    /// <summary>Appends the rows of a block of at most DuckDB's vector size.</summary>
    public void Append(RowBlock block)
    {
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        for (var i = 0; i < block.Columns.Length; i++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i);
            DuckDbVector.Write(block.Columns[i], vector, block.Count);
        }

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)block.Count);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
    }

    /// <summary>Hands the last rows to the table.</summary>
    public void Complete() => Check(NativeMethods.Appender.DuckDBAppenderClose(_appender));

    /// <summary>Ends the appending.</summary>
    public void Dispose()
    {
        _chunk.Dispose();
        foreach (var type in _types)
            type.Dispose();
        _appender.Dispose();
    }

    private void Check(DuckDBState state)
    {
        if (state == DuckDBState.Error)
            throw Failure();
    }

    private SourceException Failure()
    {
        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        return new SourceException(
            "duckdb:" + _connection.DataSource,
            $"{_table.Name}: {NativeMethods.ErrorData.DuckDBErrorDataMessage(error)}",
            "Nothing of this batch was written. Fix the problem that the database reports, and run the same command again.");
    }
}
