using System.Globalization;
using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The rows of the load views. They go through a connection of their own, because they outlive a ROLLBACK.
/// </summary>
/// <param name="source">Where they are.</param>
/// <param name="errorDelay">How much later errors appear.</param>
internal sealed class LoadJournal(NpgsqlDataSource source, TimeSpan errorDelay) : IAsyncDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentBag<Task> _late = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The database behind the emulator, as its own user.</summary>
    public NpgsqlDataSource Source => source;

    public async Task<long> NextQueryAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT nextval('redshift_emulator.query_ids')");
        return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    public async Task WriteAsync(LoadReport report, string status, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        Add(
            batch,
            """
            INSERT INTO redshift_emulator.sys_load_history VALUES (100, $1, $2, $3, $4, $5, $6, $7,
                clock_timestamp()::timestamp, (extract(epoch FROM clock_timestamp()::timestamp - $7) * 1000000)::bigint, $8, $9, $10, $11, $12,
                $11, $12, $11, $13, 0)
            """,
            report.Query, report.Transaction, report.Session, report.Database, status, report.Table, report.Start, report.From,
            report.Format, status == "completed" ? report.Rows : 0L, report.Bytes, report.Files.Count, (long)report.Errors.Count);
        foreach (var (file, bytes, lines) in report.Files)
        {
            Add(
                batch,
                "INSERT INTO redshift_emulator.sys_load_detail VALUES (100, $1, $2, $3, $4, clock_timestamp()::timestamp, 1, $5, "
                + "clock_timestamp()::timestamp)",
                report.Query, Cut(file, 256), bytes, lines, report.Start);
        }

        if (errorDelay == TimeSpan.Zero)
            AddErrors(batch, report);
        else if (report.Errors.Count > 0)
            _late.Add(WriteLateAsync(report));
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_late).ConfigureAwait(false);
        _stop.Dispose();
        await source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteLateAsync(LoadReport report)
    {
        await Task.Delay(errorDelay, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stop.IsCancellationRequested)
            return;
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        AddErrors(batch, report);
        await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static void AddErrors(NpgsqlBatch batch, LoadReport report)
    {
        foreach (var error in report.Errors)
        {
            var length = error.Column is { Length: > 0 } column ? column.Length.ToString(CultureInfo.InvariantCulture) : "";
            Add(
                batch,
                "INSERT INTO redshift_emulator.load_errors VALUES "
                + "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $14)",
                report.Query, report.Transaction, report.Session, report.Database, report.TableId, report.Start,
                Cut(error.File, 256), error.Line, error.Column?.Name ?? "", Cut(ShortType(error.Column), 10), length,
                error.Position, error.Code, Cut(error.Message, 512), Cut(error.RawLine, 1024), Cut(error.RawValue, 1024));
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    private static string Cut(string text, int most)
    {
        var clean = text.Replace('\0', '.');
        return clean.Length <= most ? clean : clean[..most];
    }

    private static string ShortType(TargetColumn? column) => column?.TypeName switch
    {
        null => "",
        "bpchar" => "char",
        "jsonb" => "super",
        "bytea" => "varbyte",
        var name => name,
    };
}
