using System.Globalization;
using DuckDB.NET.Data;

namespace Contabyx.Engine.DuckDb;

/// <summary>Runs statements on a connection, so that cancellation interrupts them.</summary>
internal static class DuckDbStatements
{
    // An interrupt that comes before the statement runs is lost, so it is repeated.
    private const int InterruptMilliseconds = 50;

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public static long Run(this DuckDBConnection connection, string sql, CancellationToken cancellation) =>
        Interruptible(connection, cancellation, () =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteNonQuery();
        });

    /// <summary>Runs a query and returns all its rows, each value as invariant text.</summary>
    public static List<string?[]> Query(this DuckDBConnection connection, string sql, CancellationToken cancellation) =>
        Interruptible(connection, cancellation, () =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<string?[]>();
            while (reader.Read())
                rows.Add(ReadRow(reader));
            return rows;
        });

    private static string?[] ReadRow(DuckDBDataReader reader)
    {
        var row = new string?[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);
        return row;
    }

    private static T Interruptible<T>(DuckDBConnection connection, CancellationToken cancellation, Func<T> run)
    {
        cancellation.ThrowIfCancellationRequested();
        Timer? interrupter = null;
        var registration = cancellation.Register(() =>
            interrupter = new Timer(_ => connection.NativeConnection.Interrupt(), null, 0, InterruptMilliseconds));
        try
        {
            return run();
        }
        catch (DuckDBException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The statement was interrupted.", e, cancellation);
        }
        catch (DuckDBException e)
        {
            throw new EmbeddedDatabaseException("duckdb:" + connection.DataSource, e);
        }
        finally
        {
            registration.Dispose();
            if (interrupter is not null)
                End(interrupter);
        }
    }

    // The connection must no longer be interrupted once others may close it.
    private static void End(Timer timer)
    {
        using var ended = new ManualResetEvent(false);
        if (timer.Dispose(ended))
            ended.WaitOne();
    }
}
