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
                $"Check the user '{address.User}' and its password (-SourceCredential), and that it may log in from this host.",
            MySqlErrorCode.DatabaseAccessDenied =>
                $"Grant the user '{address.User}' the rights on the database '{address.Database}'.",
            MySqlErrorCode.UnknownDatabase =>
                $"Create the database '{address.Database}' with Initialize-Contabyx, or name another one in the address.",
            MySqlErrorCode.UnableToConnectToHost =>
                $"Check that a server listens at {address.Host}:{address.Port}, that no firewall is between, and how TLS is "
                + "set in the address (ssl=prefer, require, verify-ca, verify-full).",
            MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections =>
                "Wait until other connections have ended, or export with fewer readers.",
            _ => "Mend what the server says, and run the same line again.",
        },
        error);

    /// <summary>The failure of a statement.</summary>
    /// <param name="address">The server.</param>
    /// <param name="error">What the driver reported.</param>
    /// <param name="outcome">What became of the work, in one sentence.</param>
    public static SourceException Source(ServerAddress address, MySqlException error, string outcome) => new(
        address.ToString(),
        Reason(error),
        $"{outcome} " + error.ErrorCode switch
        {
            MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied or MySqlErrorCode.DatabaseAccessDenied
                or MySqlErrorCode.AccessDenied or MySqlErrorCode.SpecifiedAccessDeniedError =>
                $"Grant the user '{address.User}' the privilege that the server names.",
            MySqlErrorCode.NoSuchTable => "Create the books' tables with Initialize-Contabyx.",
            MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout => "Run the same line again.",
            _ => "Mend what the server says, and run the same line again.",
        },
        error);

    /// <summary>What the server said, without secrets.</summary>
    /// <param name="error">What the driver reported.</param>
    public static string Reason(MySqlException error)
    {
        var inner = error.InnerException is { } cause and not MySqlException ? $" ({cause.Message})" : "";
        return Redactor.Redact(error.Message + inner);
    }
}
