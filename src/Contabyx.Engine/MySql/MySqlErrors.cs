using System.Net.Sockets;
using MySqlConnector;

namespace Contabyx.Engine;

/// <summary>Says what an error of the server or the driver means, and what to do about it.</summary>
internal static class MySqlErrors
{
    /// <summary>The failure to open a connection.</summary>
    /// <param name="address">The server.</param>
    /// <param name="error">What the driver reported.</param>
    public static ConnectionException Connection(ServerAddress address, MySqlException error) => new(
        address.ToString(),
        Reason(error),
        error.ErrorCode switch
        {
            MySqlErrorCode.AccessDenied =>
                $"Check the user '{address.User}' and its password (-SourceCredential), and from where it may log in.",
            MySqlErrorCode.DatabaseAccessDenied =>
                $"Grant the user '{address.User}' the rights on the database '{address.Database}'.",
            MySqlErrorCode.UnknownDatabase =>
                $"Create the database '{address.Database}' with Initialize-Contabyx, or name another in the address.",
            MySqlErrorCode.UnableToConnectToHost =>
                $"Check that a server listens at {address.Host}:{address.Port}, that no firewall is between, and how TLS "
                + "is set in the address (ssl=prefer, require, verify-ca, verify-full).",
            MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections =>
                "Wait until other connections have ended, or export with fewer readers.",
            _ => "Mend what the server says, and run the same line again.",
        },
        error);

    /// <summary>
    /// Whether an error is the server's or the network's. Where a connection breaks in the middle of a row, the driver
    /// lets the socket's own exception through.
    /// </summary>
    /// <param name="error">The error.</param>
    public static bool IsServers(Exception error) => error is MySqlException or SocketException or IOException;

    /// <summary>The failure of a statement.</summary>
    /// <param name="address">The server.</param>
    /// <param name="error">What the driver reported.</param>
    /// <param name="outcome">What became of the work, in one sentence.</param>
    public static SourceException Source(ServerAddress address, Exception error, string outcome) => new(
        address.ToString(),
        Reason(error),
        $"{outcome} " + (error as MySqlException)?.ErrorCode switch
        {
            MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied or MySqlErrorCode.DatabaseAccessDenied
                or MySqlErrorCode.AccessDenied or MySqlErrorCode.SpecifiedAccessDeniedError =>
                $"Grant the user '{address.User}' the privilege that the server names.",
            MySqlErrorCode.NoSuchTable => "Create the books' tables with Initialize-Contabyx.",
            MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout => "Run the same line again.",
            null => "The connection broke; run the same line again.",
            _ => "Mend what the server says, and run the same line again.",
        },
        error)
    {
        MayRetry = error is not MySqlException told || told.IsTransient || told.InnerException is SocketException or IOException,
    };

    /// <summary>What the server said, without secrets.</summary>
    /// <param name="error">What the driver reported.</param>
    public static string Reason(Exception error)
    {
        var inner = error.InnerException is { } cause and not MySqlException ? $" ({cause.Message})" : "";
        return Redactor.Redact(error.Message + inner);
    }
}
