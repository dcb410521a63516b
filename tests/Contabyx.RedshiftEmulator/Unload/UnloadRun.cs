using System.Globalization;
using Amazon.S3;

namespace Contabyx.RedshiftEmulator;

/// <summary>Runs an UNLOAD, in the session's own transaction. What was written before an error stays in the bucket.</summary>
internal sealed class UnloadRun(
    EmulatorState state, BackendConnection backend, BackendDialogue dialogue, MessageStream client, GrammarContext context)
{
    /// <param name="command">What to unload.</param>
    /// <param name="running">Is cancelled when the client cancels the statement.</param>
    /// <param name="cancellation">Is cancelled when the emulator stops.</param>
    public async Task RunAsync(UnloadCommand command, CancellationToken running, CancellationToken cancellation)
    {
        try
        {
            var rows = await UnloadAsync(command, running).ConfigureAwait(false);
            await RememberAsync(rows, cancellation).ConfigureAwait(false);
            var text = $"UNLOAD completed, {rows} record(s) unloaded successfully.";
            client.Write('N', new ErrorFields("INFO", "00000", text).ToBody());
            client.Write('C', new MessageBody().Text("UNLOAD"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RedshiftException("57014", "Query cancelled on user's request");
        }
    }

    private async Task<long> UnloadAsync(UnloadCommand command, CancellationToken cancellation)
    {
        var sql = await BindAsync(command, cancellation).ConfigureAwait(false);
        var fields = await dialogue.DescribeAsync(sql, cancellation).ConfigureAwait(false);
        if (command.PartitionBy.Count > 0 && !command.To.EndsWith('/'))
            command.To += "/";
        using var store = state.Store.Open(command);
        await using var sink = new UnloadSink(command, store, fields, state.Options.Slices);
        foreach (var field in fields)
            field.Open();
        var there = await CheckAsync(command, store, cancellation).ConfigureAwait(false);
        try
        {
            await CopyAsync(sql, sink, cancellation).ConfigureAwait(false);
            await CleanAsync(command, store, sink, there, cancellation).ConfigureAwait(false);
            await sink.CompleteAsync(cancellation).ConfigureAwait(false);
            await WriteManifestAsync(command, store, sink, fields, cancellation).ConfigureAwait(false);
        }
        catch (RedshiftException)
        {
            await RememberFailureAsync(cancellation).ConfigureAwait(false);
            throw;
        }

        return sink.Rows;
    }

    private async Task<string> BindAsync(UnloadCommand command, CancellationToken cancellation)
    {
        var tokens = Tokenizer.Statements(command.Query)[0];
        var own = context.For(tokens);
        var plan = Grammar.ReadQuery(command.Query, tokens, own, isUnloaded: true);
        if (!plan.Tables.Any(state.Names.MayBeLate))
            return plan.Sql;
        var binder = new NameBinder(state, backend, dialogue, own);
        var bound = await binder.BindAsync(plan.Tables, cancellation).ConfigureAwait(false);
        return Grammar.ReadQuery(command.Query, tokens, own with { Bound = bound }, isUnloaded: true).Sql;
    }

    /// <returns>What is there already.</returns>
    private static async Task<List<FoundObject>> CheckAsync(
        UnloadCommand command, AmazonS3Client store, CancellationToken cancellation)
    {
        var (bucket, prefix) = ObjectStore.Split(command.To);
        var there = await ObjectStore.ListAsync(store, bucket, prefix, cancellation).ConfigureAwait(false);
        return there.Count == 0 || command.AllowOverwrite || command.CleanPath
            ? there
            : throw new RedshiftException(
                "XX000",
                "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, manually removing the "
                + "target files in S3, or using the ALLOWOVERWRITE option.");
    }

    private async Task CopyAsync(string sql, UnloadSink sink, CancellationToken cancellation)
    {
        await backend.SendAsync($"COPY ({sql}) TO STDOUT", copies: true, cancellation).ConfigureAwait(false);
        while (true)
        {
            var message = await dialogue.NextAsync(cancellation).ConfigureAwait(false);
            if (message.Type == 'C')
                return;
            if (message.Type == 'd')
                await sink.AddAsync(CopiedRow.Read(message.Body), cancellation).ConfigureAwait(false);
        }
    }

    // With PARTITION BY, only the folders that get files are cleaned.
    private static async Task CleanAsync(
        UnloadCommand command, AmazonS3Client store, UnloadSink sink, List<FoundObject> there, CancellationToken cancellation)
    {
        if (!command.CleanPath)
            return;
        var (bucket, prefix) = ObjectStore.Split(command.To);
        var old = command.PartitionBy.Count == 0
            ? there
            : there.FindAll(file => sink.Folders.Any(folder => file.Key.StartsWith(prefix + folder, StringComparison.Ordinal)));
        old.RemoveAll(file => sink.Files.Exists(written => written.File.Key == file.Key));
        await ObjectStore.DeleteAsync(store, bucket, old, cancellation).ConfigureAwait(false);
    }

    private static async Task WriteManifestAsync(
        UnloadCommand command, AmazonS3Client store, UnloadSink sink, List<UnloadedField> fields, CancellationToken cancellation)
    {
        if (!command.Manifest)
            return;
        var (bucket, prefix) = ObjectStore.Split(command.To);
        using var content = new MemoryStream(UnloadManifest.Write(sink, fields, command.Verbose));
        await ObjectStore.PutAsync(store, bucket, $"{prefix}manifest", content, command.KmsKey, cancellation).ConfigureAwait(false);
    }

    // PG_LAST_UNLOAD_COUNT is 0 after an UNLOAD that failed; a rollback takes it back here.
    private async Task RememberFailureAsync(CancellationToken cancellation)
    {
        if (dialogue.InTransaction)
            return;
        await dialogue.SyncAsync(cancellation).ConfigureAwait(false);
        await RememberAsync(0, cancellation).ConfigureAwait(false);
        await dialogue.SyncAsync(cancellation).ConfigureAwait(false);
    }

    private Task RememberAsync(long rows, CancellationToken cancellation) => dialogue.RunAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT set_config('redshift_emulator.unload_count', '{rows}', false)"), cancellation);
}
