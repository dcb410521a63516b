using System.Net.Sockets;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sql;
using Npgsql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Says what an error of Amazon Redshift, or of the connection to it, means and what to do about it. The states are those of
/// PostgreSQL ("PostgreSQL Error Codes").
/// </summary>
internal static class RedshiftErrors
{
    // What Redshift calls an internal error although COPY or INSERT found it in the data ("Load error reference", Database
    // Developer Guide).
    private static readonly string[] OfRows =
    [
        "load_error", "Spectrum", "Parquet", "manifest", "NoSuchKey",
        "NULL value", "too long", "overflow", "exceeds", "out of range", "Invalid digit", "Invalid value", "delimiter", "not-null", "JSON",
    ];

    /// <summary>The failure to log in.</summary>
    /// <param name="address">The warehouse's address.</param>
    /// <param name="user">The user who logs in; empty if none was named.</param>
    /// <param name="error">The driver's error.</param>
    /// <param name="refused">What to do if the login was refused; NULL for the advice about passwords.</param>
    public static ContabyxException Login(ServerAddress address, string user, Exception error, string? refused) => refused is not null
        && error is PostgresException
        {
            SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification,
        } told
            ? new ConnectionException(address.ToString(), Redactor.Redact(Words(told)), refused, error)
            : Name(address, user, error);

    /// <summary>The failure that Contabyx names for an error of the driver.</summary>
    /// <param name="address">The warehouse's address.</param>
    /// <param name="user">The user who logged in; empty if none was named.</param>
    /// <param name="error">The driver's error.</param>
    public static ContabyxException Name(ServerAddress address, string user, Exception error)
    {
        var said = Redactor.Redact(error is PostgresException told ? Words(told) : error.Message.Trim());
        return (error as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new ConnectionException(
                address.ToString(), said,
                "Check the user and the password (-WarehouseCredential, CONTABYX_WAREHOUSE_PASSWORD). Redshift locks an account after a "
                    + "few failures.",
                error),
            PostgresErrorCodes.InvalidCatalogName => new ConnectionException(
                address.ToString(), said, "Correct the database name at the end of the address.", error),
            PostgresErrorCodes.InternalError or PostgresErrorCodes.InsufficientPrivilege
                when CopyRefusal.Of(said, user) is { } refusal => new WarehouseException(
                address.ToString(), $"{refusal.Reason}: {said}", "Nothing was lost: the files wait. " + refusal.Advice, error)
                {
                    FilesWait = true,
                    MayRetry = IsPassing(said),
                },
            PostgresErrorCodes.InsufficientPrivilege => new WarehouseException(
                address.ToString(), said, $"Give the user the privilege: GRANT ... ON ... TO {SqlText.Identifier(user)}.", error)
            {
                FilesWait = true,
            },
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
                Lost(address, said, error),
            PostgresErrorCodes.TooManyConnections => new ConnectionException(
                address.ToString(), said, "Wait, or load fewer tables in parallel (-ThrottleLimit).", error),
            { } state when IsOfRows(state, said) => new WarehouseException(
                address.ToString(), said,
                "Nothing of this table was committed. Fix the problem that the database reports, and load the table again.", error),
            not null => new WarehouseException(
                address.ToString(), said,
                "Nothing of this table was committed, and its files wait. Fix the problem that the database reports, and run the same "
                    + "command again.",
                error)
            {
                FilesWait = true,
                MayRetry = IsPassing(said),
            },
            null when error is NotSupportedException => new ConnectionException(
                address.ToString(), "it requires a kind of login that Contabyx does not support: " + said,
                $"Redshift does so for users whose password was set as 'sha256|...', and for users of an identity provider. Set the "
                + $"password again: ALTER USER {SqlText.Identifier(user)} PASSWORD '...'; or load as a user of the database.", error),
            null when error.InnerException is SocketException or TimeoutException || error is TimeoutException =>
                Unreachable(address, said, error),
            null when error.InnerException is System.Security.Authentication.AuthenticationException => new ConnectionException(
                address.ToString(), said + " " + error.InnerException.Message,
                CertificateAdvice.Of(
                    address, error.InnerException.Message.TrimEnd('.').EndsWith("RemoteCertificateNameMismatch", StringComparison.Ordinal)),
                error),
            _ => Lost(address, said, error),
        };
    }

    /// <summary>Whether a privilege is missing.</summary>
    public static bool IsOfRights(WarehouseException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege };

    /// <summary>Whether a view was not replaced because its columns would be others.</summary>
    public static bool IsOfOtherColumns(WarehouseException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.InvalidTableDefinition };

    /// <summary>
    /// Whether a question about tables was refused for good: the user may not read the catalogue, or this kind of cluster has no such
    /// view or function. A statement that was stopped or came at a bad moment is none.
    /// </summary>
    public static bool IsOfCatalogue(WarehouseException error) => !error.MayRetry && error.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InternalError,
    };

    // Error 1023 is a serializable isolation violation ("Isolation levels in Amazon Redshift", Database Developer Guide);
    // with 503, S3 asks for fewer requests ("S3ServiceException errors").
    private static bool IsPassing(string said) =>
        said.StartsWith("1023", StringComparison.Ordinal)
        || said.Contains("Serializable isolation violation", StringComparison.OrdinalIgnoreCase)
        || (said.Contains("S3ServiceException", StringComparison.Ordinal)
            && (said.Contains("Status 503", StringComparison.Ordinal) || said.Contains("Status 500", StringComparison.Ordinal)));

    // What the rows or the files are to blame for. The SQLSTATE classes 22 and 23 are data and constraints.
    private static bool IsOfRows(string state, string said) =>
        state.StartsWith("22", StringComparison.Ordinal)
        || state.StartsWith("23", StringComparison.Ordinal)
        || OfRows.Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase));

    // COPY of columnar files reports the cause in the detail.
    private static string Words(PostgresException error) => string.IsNullOrWhiteSpace(error.Detail)
        ? error.MessageText.Trim()
        : $"{error.MessageText.Trim().TrimEnd('.')}. "
            + $"{string.Join(' ', error.Detail.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";

    private static ConnectionException Unreachable(ServerAddress address, string said, Exception error) => new(
        address.ToString(), said,
        FormattableString.Invariant(
            $"Check the host, and that its firewall or security group accepts this machine on port {address.Port}."), error)
    {
        // A name that does not exist will not exist in a minute either.
        MayRetry = error.InnerException is not SocketException { SocketErrorCode: SocketError.HostNotFound },
    };

    /// <summary>The session ended because of an earlier statement.</summary>
    /// <param name="address">The warehouse's address.</param>
    public static ConnectionException Closed(ServerAddress address) => Lost(address, "an earlier error ended the session.", null);

    private static ConnectionException Lost(ServerAddress address, string said, Exception? error) => new(
        address.ToString(), "it was lost: " + said,
        "Run the same command again; the load history shows what was committed.", error)
    {
        MayRetry = true,
    };
}
