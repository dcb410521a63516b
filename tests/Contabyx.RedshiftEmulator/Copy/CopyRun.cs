using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <summary>Runs a COPY: all of its rows are loaded or none.</summary>
internal sealed class CopyRun(
    EmulatorState state, SessionSettings settings, BackendConnection backend, BackendDialogue dialogue, MessageStream client)
{
    private readonly string _view = state.Options.Serverless ? "sys_load_error_detail" : "stl_load_errors";

    /// <param name="command">What to load.</param>
    /// <param name="running">Is cancelled when the client cancels the statement.</param>
    /// <param name="cancellation">Is cancelled when the emulator stops.</param>
    public async Task RunAsync(CopyCommand command, CancellationToken running, CancellationToken cancellation)
    {
        var definition = await dialogue.RunAsync(TargetColumn.Sql(command.Table), cancellation).ConfigureAwait(false);
        var target = CopyTarget.Of(command, definition);
        var transaction = await dialogue.RunAsync("SELECT txid_current()", cancellation).ConfigureAwait(false);
        var report = new LoadReport
        {
            Query = await state.Journal.NextQueryAsync(cancellation).ConfigureAwait(false),
            Transaction = long.Parse(transaction[0][0]!, CultureInfo.InvariantCulture),
            Session = backend.ProcessId,
            Database = settings.Database,
            Table = command.TableText,
            TableId = target.TableId,
            From = command.From,
            Format = command.Format == CopyFormat.Delimited ? "txt" : command.Format.ToString().ToLowerInvariant(),
        };
        var status = "aborted";
        try
        {
            await LoadAsync(command, target, report, running, cancellation).ConfigureAwait(false);
            status = "completed";
        }
        finally
        {
            await state.Journal.WriteAsync(report, status, cancellation).ConfigureAwait(false);
        }

        await RememberAsync(report, report.Rows, cancellation).ConfigureAwait(false);
        Say(command, report);
    }

    private async Task LoadAsync(
        CopyCommand command, CopyTarget target, LoadReport report, CancellationToken running, CancellationToken cancellation)
    {
        using var store = state.Store.Open(command);
        var sink = new CopySink(command, target, report, command.NoLoad ? null : backend.Messages);
        var started = false;
        try
        {
            var files = await ObjectStore.FilesAsync(store, command, running).ConfigureAwait(false);
            await StartAsync(command, target, cancellation).ConfigureAwait(false);
            started = !command.NoLoad;
            foreach (var file in files)
            {
                report.Bytes += file.Bytes;
                await using var content = await ObjectStore.OpenAsync(store, file, running).ConfigureAwait(false);
                if (command.Format == CopyFormat.Parquet)
                    await new ParquetLoad(sink, file).RunAsync(content, running).ConfigureAwait(false);
                else
                    await new TextLoad(sink, file).RunAsync(content, running).ConfigureAwait(false);
            }

            await sink.DrainAsync(all: true, running).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TooManyLoadErrorsException or OperationCanceledException or RedshiftException)
        {
            await BreakAsync(started, cancellation).ConfigureAwait(false);
            await RememberFailureAsync(report, cancellation).ConfigureAwait(false);
            throw error switch
            {
                TooManyLoadErrorsException => new RedshiftException(
                    "XX000", $"Load into table '{command.TableText}' failed.  Check '{_view}' system table for details."),
                OperationCanceledException => new RedshiftException("57014", "Query cancelled on user's request"),
                _ => error,
            };
        }

        if (started)
            await EndAsync(cancellation).ConfigureAwait(false);
    }

    private async Task StartAsync(CopyCommand command, CopyTarget target, CancellationToken cancellation)
    {
        if (command.NoLoad)
            return;
        await backend.SendAsync(target.Sql(command), copies: true, cancellation).ConfigureAwait(false);
        while ((await dialogue.NextAsync(cancellation).ConfigureAwait(false)).Type != 'G')
        {
        }
    }

    private async Task EndAsync(CancellationToken cancellation)
    {
        backend.Messages.Write('c', []);
        await backend.FlushAsync(cancellation).ConfigureAwait(false);
        while ((await dialogue.NextAsync(cancellation).ConfigureAwait(false)).Type != 'C')
        {
        }
    }

    private async Task BreakAsync(bool started, CancellationToken cancellation)
    {
        if (!started)
            return;
        backend.Messages.Write('f', new MessageBody().Text("the load failed"));
        await backend.FlushAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (true)
                await dialogue.NextAsync(cancellation).ConfigureAwait(false);
        }
        catch (RedshiftException)
        {
            // The server confirms that nothing of it was loaded.
        }
    }

    // PG_LAST_COPY_ID: a rollback takes it back, a failed COPY outside a transaction leaves it.
    private async Task RememberFailureAsync(LoadReport report, CancellationToken cancellation)
    {
        if (dialogue.InTransaction || report.Errors.Count == 0)
            return;
        await dialogue.SyncAsync(cancellation).ConfigureAwait(false);
        await RememberAsync(report, 0, cancellation).ConfigureAwait(false);
        await dialogue.SyncAsync(cancellation).ConfigureAwait(false);
    }

    private Task RememberAsync(LoadReport report, long rows, CancellationToken cancellation) => dialogue.RunAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT set_config('redshift_emulator.copy_id', '{report.Query}', false), "
            + $"set_config('redshift_emulator.copy_count', '{rows}', false)"),
        cancellation);

    // The command's tag has no number of rows; the notices have.
    private void Say(CopyCommand command, LoadReport report)
    {
        if (report.Errors.Count > 0)
        {
            Info($"Load into table '{command.TableText}' completed, {report.Errors.Count} record(s) could not be loaded.  "
                + $"Check '{_view}' system table for details.");
        }

        Info($"Load into table '{command.TableText}' completed, {report.Rows} record(s) loaded successfully.");
        client.Write('C', new MessageBody().Text("COPY"));
    }

    private void Info(string message) => client.Write('N', new ErrorFields("INFO", "00000", message).ToBody());
}
