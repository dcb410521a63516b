using System.Diagnostics.CodeAnalysis;
using Contabyx.Engine.Rows;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// Streams a query's result chunk by chunk into row blocks, vector by vector, without making an object per value. The
/// memory does not grow with the rows.
/// </summary>
internal sealed unsafe class DuckDbChunkReader : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly DuckDBPreparedStatement _statement;
    private readonly Func<string, SourceException> _explain;
    private DuckDBResult _result;

    /// <summary>Starts the query.</summary>
    /// <param name="connection">An open connection; it can run nothing else until this is disposed.</param>
    /// <param name="sql">
    /// A query whose columns have the DuckDB types that <see cref="DuckDbTypes.ToDuckDb"/> gives.
    /// </param>
    /// <param name="explain">Turns what the database says into an error; NULL for an error that repeats it.</param>
    public DuckDbChunkReader(DuckDBConnection connection, string sql, Func<string, SourceException>? explain = null)
    {
        _connection = connection;
        _explain = explain ?? Failure;
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, sql, out _statement)
            == DuckDBState.Error)
        {
            var message = NativeMethods.PreparedStatements.DuckDBPrepareError(_statement);
            _statement.Dispose();
            throw _explain(message);
        }

        if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out _result) == DuckDBState.Error)
            ThrowResultError();
    }

    /// <summary>Reads the next rows into a block of the result's columns.</summary>
    /// <param name="block">
    /// The block. Its contents are replaced, and its capacity must be at least DuckDB's vector size.
    /// </param>
    /// <returns>Whether there were any.</returns>
    /// <exception cref="UnreadableValueException">A value is longer than any column can hold.</exception>
    public bool Read(RowBlock block)
    {
        using var chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        block.Clear();
        if (chunk.IsInvalid)
        {
            if (NativeMethods.Query.DuckDBResultError(ref _result) is { Length: > 0 } message)
                throw _explain(message);
            return false;
        }

        block.Count = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
        for (var i = 0; i < block.Columns.Length; i++)
            ReadColumn(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i), block, i);
        return block.Count > 0;
    }

    private static void ReadColumn(IntPtr vector, RowBlock block, int column)
    {
        try
        {
            DuckDbVector.Read(vector, block.Columns[column], block.Count);
        }
        catch (UnreadableValueException e)
        {
            throw new UnreadableValueException(e) { Column = column };
        }
    }

    /// <summary>Ends the query.</summary>
    public void Dispose()
    {
        _result.Close();
        _statement.Dispose();
    }

    [DoesNotReturn]
    private void ThrowResultError()
    {
        var message = NativeMethods.Query.DuckDBResultError(ref _result);
        Dispose();
        throw _explain(message);
    }

    private SourceException Failure(string message) => new(
        "duckdb:" + _connection.DataSource, message, "Fix the problem that the database reports, and run the export again.");
}
