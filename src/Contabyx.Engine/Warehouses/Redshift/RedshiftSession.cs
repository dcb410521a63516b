using System.Diagnostics;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Waits;
using Npgsql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// One session of Amazon Redshift. Every value is read as text, because the driver's binary formats do not match Redshift's
/// types (github.com/npgsql/npgsql, issues 6296 and 1173).
/// </summary>
internal sealed class RedshiftSession : IAsyncDisposable
{
    // A paused cluster and a cold Serverless workgroup answer their first connection only after half a minute or more.
    private const int ConnectSeconds = 60;
    private const int CancelMilliseconds = 1000;
    private const int ShownCharacters = 80;

    private static readonly SqlFile Sql = SqlFile.Load("redshift/session.sql");

    private readonly ServerAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly Action? _sending;
    private readonly IProgress<string>? _notes;
    private bool _abandoned;

    private RedshiftSession(
        ServerAddress address,
        string user,
        NpgsqlDataSource source,
        NpgsqlConnection connection,
        Action? sending,
        IProgress<string>? notes)
    {
        _sending = sending;
        _notes = notes;
        _address = address;
        User = user;
        _source = source;
        _connection = connection;
    }

    /// <summary>
    /// Whether statements can be sent. The driver abandons a session after an internal error, SQLSTATE XX000
    /// (github.com/npgsql/npgsql, PostgresErrorCodes.IsCriticalFailure), which is how Redshift reports every failed COPY and
    /// every serializable violation.
    /// </summary>
    public bool IsOpen => !_abandoned && _connection.State == System.Data.ConnectionState.Open;

    /// <summary>The user who logged in; empty if none was named.</summary>
    public string User { get; }

    /// <summary>Opens a session. A refusal is final: it is never tried again with the same password.</summary>
    /// <param name="login">Gives the user and the password.</param>
    /// <param name="sending">Called before each statement, which is one round trip; NULL if nobody listens.</param>
    /// <param name="notes">Receives a note when the server makes it wait; NULL if nobody listens.</param>
    /// <exception cref="ConnectionException">The server cannot be reached, or does not accept the user.</exception>
    public static async Task<RedshiftSession> OpenAsync(
        ServerAddress address,
        ILogin login,
        CancellationToken cancellation,
        Action? sending = null,
        IProgress<string>? notes = null)
    {
        address.RequireFiles();
        var known = await login.GetAsync(cancellation).ConfigureAwait(false);
        var builder = new NpgsqlDataSourceBuilder(Settings(address, known));
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        var source = builder.Build();
        try
        {
            using var notice = WaitNotice.Begin(notes, $"{address} to accept the login");
            var connection = await PromptStop.RunAsync(
                stop => source.OpenConnectionAsync(stop).AsTask(), cancellation).ConfigureAwait(false);
            var session = new RedshiftSession(address, known.User, source, connection, sending, notes);
            await session.SetUpAsync(cancellation).ConfigureAwait(false);
            return session;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException
            or NotSupportedException)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw RedshiftErrors.Login(address, known.User, e, login.Advice);
        }
    }

    /// <summary>Runs a statement and returns the number of rows it changed; -1 if the statement reports none.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellation">Cancels it at the server.</param>
    public Task<long> RunAsync(string sql, CancellationToken cancellation) => AskAsync<long>(
        sql, async (command, stop) => await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false), cancellation);

    /// <summary>Runs a query and returns all its rows, each value as text.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="cancellation">Cancels it at the server.</param>
    public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) => AskAsync(
        sql,
        async (command, stop) =>
        {
            command.AllResultTypesAreUnknown = true;
            var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
            await using (reader)
                return (IReadOnlyList<string?[]>)await ReadAsync(reader, stop).ConfigureAwait(false);
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // An abandoned call still has the connection, and closing it would wait for the server.
        var closing = Task.Run(CloseAsync, CancellationToken.None);
        if (!_abandoned)
            await closing.ConfigureAwait(false);
    }

    // These are the defaults for nearly every user, so a setting that is refused is only reported.
    private async Task SetUpAsync(CancellationToken cancellation)
    {
        var isReady = false;
        try
        {
            foreach (var name in Sql.Names)
                await SetAsync(Sql.Statement(name), cancellation).ConfigureAwait(false);
            isReady = true;
        }
        finally
        {
            if (!isReady)
                await DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task SetAsync(string statement, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(statement, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (IsOpen)
        {
            _notes?.Report($"{statement}: {e.Message}");
        }
    }

    private async Task CloseAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(
        string sql, Func<NpgsqlCommand, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (!IsOpen)
            throw RedshiftErrors.Closed(_address);
        _sending?.Invoke();
        using var notice = WaitNotice.Begin(_notes, $"{_address} to finish {Shown(sql)}");
        var command = new NpgsqlCommand(sql, _connection);
        await using (command)
        {
            try
            {
                var begin = Stopwatch.GetTimestamp();
                var answer = await PromptStop.RunAsync(stop => ask(command, stop), cancellation).ConfigureAwait(false);
                _notes.Statement(Redactor.Redact(sql), Stopwatch.GetElapsedTime(begin));
                return answer;
            }
            catch (CallAbandonedException)
            {
                _abandoned = true;
                throw;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                throw Named(e, cancellation);
            }
            catch (InvalidOperationException) when (!IsOpen)
            {
                throw RedshiftErrors.Closed(_address); // It was lost between the look at its state and the statement.
            }
        }
    }

    private static string Shown(string sql)
    {
        var line = string.Join(' ', Redactor.Redact(sql).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var cut = line.Length > ShownCharacters ? line[..ShownCharacters] + "..." : line;
        return line.StartsWith("LOCK ", StringComparison.OrdinalIgnoreCase) ? $"{cut}: another session holds that lock" : cut;
    }

    private Exception Named(Exception error, CancellationToken cancellation) => cancellation.IsCancellationRequested
        ? new OperationCanceledException("The statement was cancelled.", error, cancellation)
        : RedshiftErrors.Name(_address, User, error);

    private static async Task<List<string?[]>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var rows = new List<string?[]>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = await reader.IsDBNullAsync(i, cancellation).ConfigureAwait(false) ? null : reader.GetString(i);
            rows.Add(row);
        }

        return rows;
    }

    // No pool, since Redshift cannot reset a session; no GSS, whose handshake it does not support (github.com/npgsql/npgsql,
    // issue 6555); no time limit, since COPY may take hours; keepalive by TCP, the only kind that works during that time.
    private static string Settings(ServerAddress address, Login login) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Database = address.Database,
        Username = login.User.Length == 0 ? null : login.User,
        Password = Redactor.Reveal(login.Password),
        ApplicationName = "contabyx",
        Pooling = false,
        GssEncryptionMode = GssEncryptionMode.Disable,
        SslMode = address.Security switch
        {
            TransportSecurity.Disable => SslMode.Disable,
            TransportSecurity.Prefer => SslMode.Prefer,
            TransportSecurity.Require => SslMode.Require,
            TransportSecurity.VerifyAuthority => SslMode.VerifyCA,
            _ => SslMode.VerifyFull,
        },
        RootCertificate = address.RootCertificate,
        CommandTimeout = 0,
        CancellationTimeout = CancelMilliseconds,
        IncludeErrorDetail = true,
        Timeout = ConnectSeconds,
        TcpKeepAlive = true,
        Enlist = false,
    }.ConnectionString;
}
