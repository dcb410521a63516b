using System.Net.Sockets;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Says what an error of the server or the driver means, and what to do about it.</summary>
internal static class MySqlErrors
{
    // "Server Error Message Reference", MySQL; "MariaDB Error Code Reference".
    private const MySqlErrorCode AccessDeniedWithoutPassword = (MySqlErrorCode)1698;
    private const MySqlErrorCode PasswordMustChange = (MySqlErrorCode)1820;
    private const MySqlErrorCode PasswordExpired = (MySqlErrorCode)1862;
    private const MySqlErrorCode AccountLocked = (MySqlErrorCode)3118;
    private const MySqlErrorCode SecureTransportRequired = (MySqlErrorCode)3159;
    private const MySqlErrorCode AccountBlocked = (MySqlErrorCode)3955;
    private const MySqlErrorCode AccountLockedOnMariaDb = (MySqlErrorCode)4151;
    private const MySqlErrorCode AccountBlockedOnMariaDb = (MySqlErrorCode)4150;

    /// <summary>The failure to open a connection.</summary>
    /// <param name="error">What the driver reported.</param>
    /// <param name="refused">What to do if the login was refused; NULL for the advice about passwords.</param>
    public static ConnectionException Connection(ServerAddress address, Exception error, string? refused) => new(
        address.ToString(),
        Reason(error),
        (error as MySqlException)?.ErrorCode switch
        {
            MySqlErrorCode.AccessDenied or AccessDeniedWithoutPassword => refused ??
                $"Check the user '{address.User}' and its password (-SourceCredential), the hosts from which it may log in, and "
                + (address.ClientCertificate is null
                    ? "whether it must show a certificate (ssl-cert=PATH and ssl-key=PATH in the address)."
                    : "which certificate it must show."),
            MySqlErrorCode.DatabaseAccessDenied =>
                $"Grant the user '{address.User}' privileges on the database '{address.Database}'.",
            MySqlErrorCode.UnknownDatabase =>
                $"Create the database '{address.Database}' with Initialize-Contabyx, or name another in the address.",
            MySqlErrorCode.UnableToConnectToHost =>
                $"Check that a server listens at {address.Host}:{address.Port}, that no firewall blocks it, and how TLS "
                + "is set in the address (ssl=prefer, require, verify-ca, verify-full).",
            MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached =>
                "Wait until other connections have ended, or allow the user more of them: an export needs two at least.",
            PasswordMustChange or PasswordExpired =>
                $"Set a new password for '{address.User}' (ALTER USER ... IDENTIFIED BY ...), and give it (-SourceCredential).",
            AccountLocked or AccountLockedOnMariaDb =>
                $"Ask an administrator to unlock '{address.User}': ALTER USER ... ACCOUNT UNLOCK.",
            AccountBlocked or AccountBlockedOnMariaDb =>
                $"Check the password of '{address.User}' (-SourceCredential). An administrator can unlock the account: "
                + "ALTER USER ... ACCOUNT UNLOCK, or FLUSH PRIVILEGES on MariaDB.",
            MySqlErrorCode.HostNotPrivileged or MySqlErrorCode.HostIsBlocked =>
                $"Allow '{address.User}' to log in from this machine, or, if the host is blocked, run FLUSH HOSTS or "
                + "TRUNCATE performance_schema.host_cache on the server.",
            SecureTransportRequired => "Remove ssl=disable from the address, or set ssl=require or more.",
            _ => "Fix the problem that the server reports, and run the same command again.",
        },
        error);

    /// <summary>Whether a server that answers does not let the user in.</summary>
    /// <param name="error">What the driver reported.</param>
    public static bool IsOfLogin(Exception? error) => (error as MySqlException)?.ErrorCode
        is MySqlErrorCode.AccessDenied or AccessDeniedWithoutPassword
        or PasswordMustChange or PasswordExpired
        or AccountLocked or AccountLockedOnMariaDb or AccountBlocked or AccountBlockedOnMariaDb
        or MySqlErrorCode.HostNotPrivileged or MySqlErrorCode.HostIsBlocked or SecureTransportRequired
        or MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached;

    /// <summary>
    /// Whether an error comes from the server or the network. If a connection breaks in the middle of a row, the driver
    /// lets the socket's own exception through; later uses of it are invalid operations.
    /// </summary>
    public static bool IsServers(Exception error) =>
        error is MySqlException or SocketException or IOException || IsOfDeadConnection(error);

    /// <summary>The failure of a statement.</summary>
    /// <param name="error">What the driver reported.</param>
    /// <param name="outcome">What happened to the work, in one sentence.</param>
    public static SourceException Source(ServerAddress address, Exception error, string outcome) => new(
        address.ToString(),
        Reason(error),
        $"{outcome} " + (error as MySqlException)?.ErrorCode switch
        {
            _ when IsOfLostSession(error) =>
                "Somebody ended the session, the server stopped, or the network failed. Run the same command again.",
            MySqlErrorCode.QueryInterrupted =>
                "Somebody or a limit of the server stopped the statement. Run the same command again.",
            MySqlErrorCode.TableDefinitionChanged =>
                "The table was altered while the export ran. Run the same command again.",
            MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied or MySqlErrorCode.DatabaseAccessDenied
                or MySqlErrorCode.AccessDenied or MySqlErrorCode.SpecifiedAccessDeniedError =>
                $"Grant the user '{address.User}' the privilege that the server names.",
            MySqlErrorCode.OptionPreventsStatement when error.Message.Contains("read-only", StringComparison.Ordinal) =>
                "The server is read-only, as replicas are. It can be exported; write to its primary.",
            MySqlErrorCode.NoSuchTable => "Create the books' tables with Initialize-Contabyx.",
            MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout => "Run the same command again.",
            null => "The connection broke; run the same command again.",
            _ => "Fix the problem that the server reports, and run the same command again.",
        },
        error)
    {
        MayRetry = IsOfLostSession(error)
            || error is MySqlException { IsTransient: true } or MySqlException { ErrorCode: MySqlErrorCode.TableDefinitionChanged },
    };

    /// <summary>The failure to read when no connection of a snapshot is left.</summary>
    /// <param name="outcome">What happened to the work, in one sentence.</param>
    public static SourceException Lost(ServerAddress address, string outcome) => new(
        address.ToString(),
        "the connections to the server were lost.",
        $"{outcome} Somebody ended the sessions, the server stopped, or the network failed. Run the same command again.")
    {
        MayRetry = true,
    };

    /// <summary>What the server said, without secrets.</summary>
    /// <param name="error">What the driver reported.</param>
    public static string Reason(Exception error)
    {
        if (IsOfDeadConnection(error))
            return "the connection to the server was lost.";
        var inner = error.InnerException is { } cause and not MySqlException ? $" ({cause.Message})" : "";
        return Redactor.Redact(error.Message + inner);
    }

    private static bool IsOfDeadConnection(Exception error) =>
        error is InvalidOperationException && error.Source == typeof(MySqlConnection).Assembly.GetName().Name;

    // The ways in which servers end a session: shutdown, KILL, and limits on idle sessions.
    private static bool IsOfLostSession(Exception error) => error is not MySqlException told
        || told.InnerException is SocketException or IOException
        || (int)told.ErrorCode is 1053 or 1079 or 1152 or 1158 or 1159 or 1160 or 1161 or 1184 or 1927 or 3169 or 4031;
}
