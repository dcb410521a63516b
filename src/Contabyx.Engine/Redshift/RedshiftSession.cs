using Npgsql;

namespace Contabyx.Engine;

/// <summary>
/// One session of Amazon Redshift. Every value is read as text, since the driver's binary formats do not fit Redshift's
/// types (github.com/npgsql/npgsql, issues 6296 and 1173).
/// </summary>
internal sealed class RedshiftSession : IAsyncDisposable
{
    private const int ConnectSeconds = 15;

    private readonly ServerAddress _address;
    private readonly NpgsqlDataSource _source;
    private Action? _sending;
    private readonly NpgsqlConnection _connection;

    private RedshiftSession(ServerAddress address, NpgsqlDataSource source, NpgsqlConnection connection)
    {
        _address = address;
        _source = source;
        _connection = connection;
        ProcessId = connection.ProcessID;
    }

    /// <summary>
    /// Whether statements can be sent. The driver leaves a session behind after an internal error, SQLSTATE XX000
    /// (github.com/npgsql/npgsql, PostgresErrorCodes.IsCriticalFailure); that is what Redshift calls every failed COPY and
    /// every serializable violation.
    /// </summary>
    public bool IsOpen => _connection.State == System.Data.ConnectionState.Open;

    /// <summary>The server's process of this session: the <c>session_id</c> of the system views.</summary>
    public int ProcessId { get; }

    /// <summary>Opens a session. A refusal is final: it is never tried again with the same password.</summary>
    /// <param name="address">The server.</param>
    /// <param name="password">The user's password; NULL for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="sending">Called before each statement, which is one round trip; NULL for nobody.</param>
    /// <exception cref="ConnectionException">The server cannot be reached, or does not let the user in.</exception>
    public static async Task<RedshiftSession> OpenAsync(
        ServerAddress address, Secret? password, CancellationToken cancellation, Action? sending = null)
    {
        var builder = new NpgsqlDataSourceBuilder(Settings(address, password));
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        var source = builder.Build();
        try
        {
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            return new RedshiftSession(address, source, connection) { _sending = sending };
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw RedshiftErrors.Name(address, e);
        }
    }

    /// <summary>Runs a statement and gives the number of rows it changed; -1 for one that tells none.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellation">Cancels it at the server.</param>
    public async Task<long> RunAsync(string sql, CancellationToken cancellation)
    {
        var command = Command(sql);
        await using (command)
        {
            try
            {
                return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                throw Named(e, cancellation);
            }
        }
    }

    /// <summary>Runs a query and gives all its rows, each value as text.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="cancellation">Cancels it at the server.</param>
    public async Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation)
    {
        var command = Command(sql);
        await using (command)
        {
            command.AllResultTypesAreUnknown = true;
            try
            {
                var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                await using (reader)
                    return await ReadAsync(reader, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                throw Named(e, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql)
    {
        if (!IsOpen)
            throw RedshiftErrors.Closed(_address);
        _sending?.Invoke();
        return new NpgsqlCommand(sql, _connection);
    }

    private Exception Named(Exception error, CancellationToken cancellation) => cancellation.IsCancellationRequested
        ? new OperationCanceledException("The statement was cancelled.", error, cancellation)
        : RedshiftErrors.Name(_address, error);

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

    // No pool, since Redshift cannot reset a session; no GSS, whose handshake it does not know (github.com/npgsql/npgsql,
    // issue 6555); no time limit, since COPY may take hours; keepalive by TCP, the only one that works meanwhile.
    private static string Settings(ServerAddress address, Secret? password) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Database = address.Database,
        Username = address.User.Length == 0 ? null : address.User,
        Password = Redactor.Reveal(password),
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
        IncludeErrorDetail = true,
        Timeout = ConnectSeconds,
        TcpKeepAlive = true,
        Enlist = false,
    }.ConnectionString;
}
