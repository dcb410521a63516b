namespace Contabyx.RedshiftEmulator;

/// <summary>Runs plans at the PostgreSQL server and passes its answers on to the client.</summary>
internal sealed class StatementRunner(
    EmulatorState state, MessageStream client, BackendConnection backend, SessionSettings settings) : IAsyncDisposable
{
    // Fails in its analysis, so that a transaction is broken as Redshift breaks it; the server says so when it was before.
    private const string Refusal = "SELECT redshift_emulator_refusal";
    private const string FailedBefore = "25P02";
    private readonly BackendDialogue _dialogue = new(client, backend, settings.Backend);
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private bool _caseSensitive;

    public GrammarContext Context =>
        new(settings.User, settings.Database, settings.Backend, state.Options.Serverless, state.Options.MultiAz, _caseSensitive);

    /// <summary>Sets the session up and tells the client that it may begin.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await _dialogue.RunAsync(SessionStart.Sql(state.Options), cancellation).ConfigureAwait(false);
        if (settings.IsOrdinary)
            await _dialogue.RunAsync(SessionStart.RoleSql(settings), cancellation).ConfigureAwait(false);
        SessionStart.Report(client, backend, settings, state.Options);
        await SyncAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a message of the client's, and its answer back.</summary>
    public async Task PassAsync(Message message, string answer, CancellationToken cancellation)
    {
        await _dialogue.AskAsync(message, answer[0], cancellation).ConfigureAwait(false);
        client.Write(answer[0], []);
    }

    /// <summary>The plan of a statement. Views and files that it names are looked up now: they are bound late.</summary>
    public async Task<Plan> ReadAsync(string sql, List<Token> tokens, CancellationToken cancellation)
    {
        var context = Context.For(tokens);
        var plan = Grammar.Read(sql, tokens, context);
        if (plan.NewName is not null)
            state.Names.Add(plan.NewName);
        if (!state.Names.MayBeLate(plan))
            return plan;
        var binder = new NameBinder(state, backend, _dialogue, context);
        var bound = await binder.BindAsync(plan.Tables, cancellation).ConfigureAwait(false);
        if (plan.Tables.Any(LateNames.IsOfColumns))
            bound.LateColumns = await binder.LateColumnsAsync(cancellation).ConfigureAwait(false);
        return Grammar.Read(sql, tokens, context with { Bound = bound });
    }

    /// <summary>The plan of a statement that was prepared before; the server has what it is now.</summary>
    /// <param name="name">The name that it is prepared under.</param>
    public async Task<Plan> ReadAgainAsync(string name, Plan plan, IReadOnlyList<int> types, CancellationToken cancellation)
    {
        if (!state.Names.MayBeLate(plan))
            return plan;
        var again = await ReadAsync(plan.Original, Tokenizer.Statements(plan.Original)[0], cancellation).ConfigureAwait(false);
        if (again.Sql == plan.Sql)
            return again;
        await ForgetAsync(name, cancellation).ConfigureAwait(false);
        await PrepareAsync(name, again, types, cancellation).ConfigureAwait(false);
        return again;
    }

    /// <summary>Has a statement parsed.</summary>
    /// <param name="types">The oids of its parameters' types, as far as the client tells them.</param>
    public async Task PrepareAsync(string name, Plan plan, IReadOnlyList<int> types, CancellationToken cancellation)
    {
        var body = new MessageBody().Text(name).Text(plan.Sql).Int16(types.Count);
        foreach (var type in types)
            body.Int32(type);
        try
        {
            await _dialogue.AskAsync(new Message('P', body.Bytes.ToArray()), '1', cancellation).ConfigureAwait(false);
        }
        catch (RedshiftException error) when (error.SqlState == "42703"
            && plan.Reused.FirstOrDefault(name => error.Message.Contains($"\"{name}\"", StringComparison.Ordinal)) is { } reused)
        {
            throw RedshiftException.NotEmulated($"The use of \"{reused}\" in its own list");
        }
    }

    public Task BindAsync(string name, CancellationToken cancellation) => _dialogue.AskAsync(
        new Message('B', new MessageBody().Text(name).Text(name).Int16(0).Int16(0).Int16(0).Bytes.ToArray()), '2', cancellation);

    public Task ForgetAsync(string name, CancellationToken cancellation) => _dialogue.AskAsync(
        new Message('C', new MessageBody().Byte('S').Text(name).Bytes.ToArray()), '3', cancellation);

    public Task<ResultColumns?> DescribeAsync(Message message, CancellationToken cancellation) =>
        _dialogue.DescribeAsync(message, Shown.All, cancellation);

    public Task<ResultColumns?> DescribeAsync(string portal, Plan plan, Shown shown, CancellationToken cancellation) =>
        plan.Tag == "ALTER TABLE"
            ? Task.FromResult<ResultColumns?>(null)
            : _dialogue.DescribeAsync(
                new Message('D', new MessageBody().Byte('P').Text(portal).Bytes.ToArray()), shown, cancellation);

    /// <summary>Runs a portal and sends its rows and its tag.</summary>
    public async Task ExecuteAsync(string name, Portal portal, int most, CancellationToken cancellation)
    {
        var masked = SecretMask.Apply(portal.Plan.Original);
        var fault = portal.Started ? null : state.Faults.Take(masked);
        await BreakAsync(fault, before: true, cancellation).ConfigureAwait(false);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_lock)
            _running = running;
        try
        {
            await RunAsync(name, portal, most, running.Token, cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
                _running = null;
        }

        await BreakAsync(fault, before: false, cancellation).ConfigureAwait(false);
    }

    public async Task SyncAsync(CancellationToken cancellation)
    {
        client.Write('Z', await _dialogue.SyncAsync(cancellation).ConfigureAwait(false));
        await client.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Breaks the transaction after an error of the emulator's own.</summary>
    /// <returns>The error that the client is to see.</returns>
    public async Task<RedshiftException> AbortAsync(RedshiftException error, CancellationToken cancellation)
    {
        if (_dialogue.HasFailed)
            return error;
        try
        {
            await PrepareAsync("", new Plan { Sql = Refusal }, [], cancellation).ConfigureAwait(false);
        }
        catch (RedshiftException refusal)
        {
            return refusal.SqlState == FailedBefore ? refusal : error;
        }

        return error;
    }

    /// <summary>Cancels the statement that runs now, if any.</summary>
    public void Cancel()
    {
        lock (_lock)
            _running?.Cancel();
        _ = backend.CancelAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    private async Task RunAsync(
        string name, Portal portal, int most, CancellationToken running, CancellationToken cancellation)
    {
        var plan = portal.Plan;
        switch (plan.Kind)
        {
            case PlanKind.Nothing:
                client.Write('C', new MessageBody().Text(plan.Tag!));
                return;
            case PlanKind.Copy:
                var copy = new CopyRun(state, settings, backend, _dialogue, client);
                await copy.RunAsync(plan.Copy!, running, cancellation).ConfigureAwait(false);
                return;
            case PlanKind.Unload:
                var unload = new UnloadRun(state, backend, _dialogue, client, Context);
                await unload.RunAsync(plan.Unload!, running, cancellation).ConfigureAwait(false);
                return;
        }

        if (plan.Role is not null)
            state.Store.RoleKeys(plan.Role);
        if (plan.Replacement is not null)
        {
            var binder = new NameBinder(state, backend, _dialogue, Context);
            await binder.CheckReplacementAsync(plan.Replacement, cancellation).ConfigureAwait(false);
        }

        if (plan.OnlyAlone is not null && _dialogue.InTransaction)
            throw new RedshiftException("25001", $"{plan.OnlyAlone} cannot run inside a transaction block");
        foreach (var sql in plan.Before)
            await _dialogue.RunAsync(sql, cancellation).ConfigureAwait(false);
        if (!portal.IsDescribed)
            portal.Describe(await DescribeAsync(name, plan, Shown.Nothing, cancellation).ConfigureAwait(false));
        var end = await _dialogue.ExecuteAsync(name, most, portal.Columns, cancellation).ConfigureAwait(false);
        portal.Started = end.Type == 's';
        foreach (var sql in end.Type == 's' ? [] : plan.After)
            await _dialogue.RunAsync(sql, cancellation).ConfigureAwait(false);
        if (plan.Kind == PlanKind.Truncate)
            await CommitAsync(cancellation).ConfigureAwait(false);
        _caseSensitive = plan.CaseSensitive ?? _caseSensitive;
        if (plan.Tag is not null && end.Type == 'C')
            client.Write('C', new MessageBody().Text(plan.Tag));
        else
            client.Write(end);
    }

    // r_TRUNCATE: it commits the transaction in which it runs.
    private async Task CommitAsync(CancellationToken cancellation)
    {
        await _dialogue.SyncAsync(cancellation).ConfigureAwait(false);
        if (!_dialogue.InTransaction)
            return;
        await _dialogue.RunAsync("COMMIT", cancellation).ConfigureAwait(false);
        await _dialogue.SyncAsync(cancellation).ConfigureAwait(false);
    }

    private async Task BreakAsync(Fault? fault, bool before, CancellationToken cancellation)
    {
        switch (fault?.Kind)
        {
            case FaultKind.SerializationFailure when before:
                await _dialogue.RunAsync("ROLLBACK", cancellation).ConfigureAwait(false);
                throw RedshiftException.Serialization("1");
            case FaultKind.Denied when before:
                throw new RedshiftException("42501", "permission denied");
            case FaultKind.ExpiredToken when before:
                throw RedshiftException.ExpiredToken();
            case FaultKind.Refusal when before:
                throw new RedshiftException(fault.SqlState, fault.Message);
            case FaultKind.Silence when before:
                await client.WaitUntilGoneAsync(cancellation).ConfigureAwait(false);
                throw new DroppedConnectionException();
            case FaultKind.DropBefore when before:
                throw new DroppedConnectionException();
            case FaultKind.DropAfter when !before:
                await _dialogue.SyncAsync(cancellation).ConfigureAwait(false);
                throw new DroppedConnectionException();
        }
    }
}
