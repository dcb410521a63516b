using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// An emulator of Amazon Redshift on the loopback address: PostgreSQL's wire protocol for its clients, a PostgreSQL
/// server for the data and an S3 server behind COPY. It implements what a loading pipeline needs as AWS documents it,
/// refuses everything else, and where the documents are silent does the worst that they allow.
/// </summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly SessionList _sessions;
    private readonly Handshake _handshake;
    private readonly EmulatorState _state;
    private readonly X509Certificate2? _certificate;
    private readonly List<Task> _clients = [];
    private readonly Lazy<Task> _awake;
    private Task _accepting = Task.CompletedTask;

    private EmulatorServer(EmulatorOptions options, LoadJournal journal, LateNames names)
    {
        Options = options;
        _certificate = options.Tls ? SelfSignedCertificate.Load(options.CertificateFile) : null;
        _handshake = new Handshake(options, _certificate);
        _state = new EmulatorState(options, Faults, Statements, journal, new ObjectStore(options),
            new ExternalCatalog(journal.Source), names);
        _sessions = new SessionList(_state, BackendAddress.Parse(options.Postgres));
        _awake = new Lazy<Task>(() => Task.Delay(options.Wakes, _stop.Token));
        _listener = new TcpListener(IPAddress.Loopback, options.Port);
    }

    /// <summary>What it was started with.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>Things that go wrong on purpose.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What clients sent.</summary>
    public StatementLog Statements { get; } = new();

    /// <summary>The TCP port on the loopback address.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="Npgsql.NpgsqlException">The PostgreSQL server cannot be reached or refuses.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellation = default)
    {
        var journal = await EmulatorSchema.InstallAsync(options, cancellation).ConfigureAwait(false);
        var names = await LateNames.LoadAsync(journal.Source, cancellation).ConfigureAwait(false);
        var server = new EmulatorServer(options, journal, names);
        server._listener.Start();
        server._accepting = server.AcceptAsync();
        return server;
    }

    /// <summary>Breaks all connections and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_clients).ConfigureAwait(false);
        await _state.Journal.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                _clients.RemoveAll(client => client.IsCompleted);
                _clients.Add(Task.Run(() => ServeAsync(socket)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var network = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _awake.Value.ConfigureAwait(false);
            var start = await _handshake.OpenAsync(network, _stop.Token).ConfigureAwait(false);
            if (start.Cancels is not null)
            {
                _sessions.Cancel(start.Cancels);
                return;
            }

            await _handshake.LogInAsync(start, _stop.Token).ConfigureAwait(false);
            await _sessions.RunAsync(start, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException
            or InvalidDataException or OperationCanceledException or DroppedConnectionException or ObjectDisposedException
            or RedshiftException or NpgsqlException)
        {
            // The client is gone, or is to be; or PostgreSQL is, and the client sees its connection break.
        }
    }
}
