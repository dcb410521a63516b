using System.Security.Cryptography;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Opens connections to one MySQL server, each set to UTC, strict SQL and no time limits.</summary>
/// <param name="address">Where the server is.</param>
/// <param name="login">Gives the user and the password.</param>
internal sealed class MySqlConnections(ServerAddress address, ILogin login)
{
    private const uint SecondsToConnect = 15;
    private const uint KeepAliveSeconds = 30;
    private const int SecondsToCancel = 30;

    /// <summary>Where the server is.</summary>
    public ServerAddress Address => address;

    /// <param name="toDatabase">Whether to the address's database, which must exist then.</param>
    /// <param name="sendsRows">Whether LOAD DATA LOCAL may take streams of ours; never files.</param>
    /// <exception cref="ConnectionException">The server cannot be reached, or does not accept this user.</exception>
    public async Task<MySqlConnection> OpenAsync(
        CancellationToken cancellation, bool toDatabase = true, bool sendsRows = false)
    {
        address.RequireFiles();
        var known = await login.GetAsync(cancellation).ConfigureAwait(false);
        var trust = new MySqlTrust(address);
        var connection = new MySqlConnection(Text(known, toDatabase, sendsRows)) { RemoteCertificateValidationCallback = trust.Check };
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await MySqlSession.PrepareAsync(connection, toDatabase ? address.Database : "", cancellation).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            trust.ThrowIfRefused(e);
            throw MySqlErrors.Connection(address, e, login.Advice);
        }
        catch (CryptographicException e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new ConnectionException(
                address.ToString(), "the certificate to show cannot be used: " + e.Message,
                "Check the PEM files after ssl-cert= and ssl-key= in the address; the key may not be encrypted.", e);
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Sessions must not be shared, because they hold snapshots and locks. The key with which MySQL 8 encrypts a
    // password may come from the server itself only if nobody can be in between ("Caching SHA-2 Pluggable Authentication").
    private string Text(Login known, bool toDatabase, bool sendsRows) => new MySqlConnectionStringBuilder
    {
        Server = address.Host,
        Port = (uint)address.Port,
        UserID = known.User,
        Password = Redactor.Reveal(known.Password) ?? "",
        Database = toDatabase ? address.Database : "",
        SslMode = address.Security switch
        {
            TransportSecurity.Disable => MySqlSslMode.Disabled,
            TransportSecurity.Prefer => MySqlSslMode.Preferred,
            _ => MySqlSslMode.Required,
        },
        SslCert = address.ClientCertificate ?? "",
        SslKey = address.ClientKey ?? "",
        AllowPublicKeyRetrieval = address.IsLoopback,
        AllowLoadLocalInfile = sendsRows,
        AllowZeroDateTime = true,
        TreatTinyAsBoolean = false,
        GuidFormat = MySqlGuidFormat.None,
        IgnorePrepare = false,
        IgnoreCommandTransaction = true,
        Pooling = false,
        AutoEnlist = false,
        ConnectionTimeout = SecondsToConnect,
        DefaultCommandTimeout = 0,
        CancellationTimeout = SecondsToCancel,
        Keepalive = KeepAliveSeconds,
        ApplicationName = "Contabyx",
    }.ConnectionString;
}
