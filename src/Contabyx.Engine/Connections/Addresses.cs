using Amazon.Runtime;
using Contabyx.Engine.Books;
using Contabyx.Engine.Books.DuckDb;
using Contabyx.Engine.Books.MySql;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Buckets.Folder;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Sources.DuckDb;
using Contabyx.Engine.Sources.MySql;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.DuckDb;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Engine.Connections;

/// <summary>Opens what the addresses of a connection name. Opening reads and writes nothing.</summary>
public static class Addresses
{
    private const string DuckDbScheme = "duckdb:";
    private const string FileScheme = "file:";
    private const string MySqlScheme = "mysql";
    private const int MySqlPort = 3306;

    /// <summary>Writes the address of a source in full: a relative path becomes absolute.</summary>
    /// <param name="address">The address, such as <c>duckdb:books.duckdb</c>.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <exception cref="AddressException">It is not the address of a source.</exception>
    public static string CompleteSource(string address, string folder)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsMySql(address)
            ? Full(ServerAddress.Parse(address, MySqlScheme, MySqlPort), folder)
            : Complete(address, folder, DuckDbScheme, "mysql://USER@HOST:3306/DATABASE");
    }

    /// <summary>Writes the address of a bucket in full: a relative path becomes absolute.</summary>
    /// <param name="address">The address, such as <c>file:bucket</c>.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <exception cref="AddressException">It is not the address of a bucket.</exception>
    public static string CompleteBucket(string address, string folder)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsS3(address) ? S3Address.Parse(address).ToString() : Complete(address, folder, FileScheme, "s3://BUCKET/KEY");
    }

    /// <summary>Writes the address of a warehouse in full: a relative path becomes absolute.</summary>
    /// <param name="address">The address, such as <c>duckdb:warehouse.duckdb</c>.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <exception cref="AddressException">It is not the address of a warehouse.</exception>
    public static string CompleteWarehouse(string address, string folder)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsRedshift(address)
            ? Full(ServerAddress.Parse(address, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort), folder)
            : Complete(address, folder, DuckDbScheme, "redshift://USER@HOST:5439/DATABASE");
    }

    /// <summary>Opens the source of a connection.</summary>
    /// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
    /// <exception cref="TwinNotInstalledException">It is embedded, and the library of DuckDB is missing.</exception>
    internal static ISource OpenSource(ContabyxConnection connection, IProgress<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (IsMySql(connection.Source))
        {
            var server = ServerAddress.Parse(connection.Source, MySqlScheme, MySqlPort);
            return new MySqlSource(server, LoginOf(server, connection), connection.SourceSettings, BooksSchema.Tables, notes);
        }

        DuckDbLibrary.Require(connection.Source);
        return new DuckDbSource(PathOf(connection.Source, DuckDbScheme), notes, connection.EmbeddedMegabytes);
    }

    /// <summary>Opens the sample books in the source of a connection.</summary>
    /// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
    /// <param name="books">The books' tables, in the order in which they are created; NULL for the usual ones.</param>
    /// <exception cref="TwinNotInstalledException">The source is embedded, and the library of DuckDB is missing.</exception>
    internal static IBooksLedger OpenBooks(
        ContabyxConnection connection, IProgress<string>? notes = null, IReadOnlyList<TableSchema>? books = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        books ??= BooksSchema.Tables;
        if (IsMySql(connection.Source))
        {
            var server = ServerAddress.Parse(connection.Source, MySqlScheme, MySqlPort);
            return new MySqlBooksLedger(server, LoginOf(server, connection), books, notes);
        }

        DuckDbLibrary.Require(connection.Source);
        return new DuckDbBooksLedger(PathOf(connection.Source, DuckDbScheme), books, notes, connection.EmbeddedMegabytes);
    }

    /// <summary>Opens the bucket of a connection.</summary>
    /// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
    internal static IBucket OpenBucket(ContabyxConnection connection, IProgress<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (IsS3(connection.Bucket))
            return new S3Bucket(S3Address.Parse(connection.Bucket), connection.BucketSettings, notes);
        return new FolderBucket(PathOf(connection.Bucket, FileScheme));
    }

    /// <summary>Opens the warehouse of a connection.</summary>
    /// <param name="notes">Receives what a user may want to know; NULL if nobody listens.</param>
    /// <param name="waits">Whether to wait for a warehouse that is asleep.</param>
    /// <exception cref="TwinNotInstalledException">It is embedded, and the library of DuckDB is missing.</exception>
    internal static IWarehouse OpenWarehouse(ContabyxConnection connection, IProgress<string>? notes = null, bool waits = true)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (IsRedshift(connection.Warehouse))
            return new RedshiftWarehouse(connection, LoginOfWarehouse(connection), notes, waits);
        DuckDbLibrary.Require(connection.Warehouse);
        return new DuckDbWarehouse(PathOf(connection.Warehouse, DuckDbScheme), notes, connection.EmbeddedMegabytes);
    }

    /// <summary>
    /// Whether a warehouse can read the files of a bucket: Redshift reads from S3, the embedded one from a folder.
    /// </summary>
    internal static bool CanReadBucket(string warehouse, string bucket) => IsRedshift(warehouse) == IsS3(bucket);

    /// <summary>Whether an address names a server or a store that is reached over the network.</summary>
    /// <param name="address">The address; NULL for none.</param>
    internal static bool IsRemote(string? address) =>
        address is not null && (IsMySql(address) || IsS3(address) || IsRedshift(address));

    /// <summary>Whether all of a connection is embedded, so that it needs no server and no secret.</summary>
    internal static bool IsEmbedded(ContabyxConnection connection) =>
        !IsRemote(connection.Source) && !IsRemote(connection.Bucket) && !IsRemote(connection.Warehouse);

    /// <summary>
    /// The AWS credentials for other services than the bucket's. The role that is assumed for the bucket is for the bucket alone. Its
    /// keys may be those of another store; a profile is of AWS.
    /// </summary>
    /// <param name="address">What they are for, for errors.</param>
    /// <param name="connection">Whose settings count; NULL for those of this machine.</param>
    /// <exception cref="ConnectionException">There are none.</exception>
    internal static AWSCredentials AwsCredentials(string address, ContabyxConnection? connection)
    {
        var settings = connection?.BucketSettings ?? new BucketSettings();
        return S3Clients.Credentials(
            address, settings with { Role = null, AccessKey = settings.Profile is null ? settings.AccessKey : null });
    }

    private static ILogin LoginOf(ServerAddress server, ContabyxConnection connection) => connection.SourceSettings.Login switch
    {
        LoginKind.Iam => new RdsLogin(
            server, S3Clients.RegionOf(connection.BucketSettings), () => AwsCredentials(server.ToString(), connection),
            TimeProvider.System),
        _ => new PasswordLogin(server.User, connection.SourceSettings.Password),
    };

    private static ILogin LoginOfWarehouse(ContabyxConnection connection)
    {
        var server = ServerAddress.Parse(connection.Warehouse, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort);
        var settings = connection.WarehouseSettings;
        return settings.Login switch
        {
            LoginKind.Iam => new RedshiftLogin(
                server, settings.Name, S3Clients.RegionOf(connection.BucketSettings), () => AwsCredentials(server.ToString(), connection),
                TimeProvider.System),
            _ => new PasswordLogin(server.User, settings.Password),
        };
    }

    private static bool IsMySql(string address) =>
        address.StartsWith(MySqlScheme + ":", StringComparison.OrdinalIgnoreCase);

    private static bool IsRedshift(string address) =>
        address.StartsWith(RedshiftWarehouse.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    private static bool IsS3(string address) => address.StartsWith(S3Address.Start, StringComparison.OrdinalIgnoreCase);

    private static string Full(ServerAddress address, string folder) =>
        address.WithPaths(path => Path.GetFullPath(ExpandHome(path), folder)).ToString();

    private static string Complete(string address, string folder, string scheme, string otherForm)
    {
        if (AddressText.HasSecretOption(address))
            throw AddressException.HoldsSecret(address);
        if (address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && PathOf(address, scheme) is { Length: > 0 } path)
            return scheme + Path.GetFullPath(ExpandHome(path), folder);
        throw new AddressException(address, "its scheme is unknown, or its path is missing.", $"Give {otherForm}, or {scheme}PATH.");
    }

    // As in PowerShell, which does not look into addresses. Nobody means a folder that is named ~.
    private static string ExpandHome(string path) => path is "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
        : path;

    // file:///a and file:/a and file:a are all paths.
    private static string PathOf(string address, string scheme)
    {
        var path = address[scheme.Length..];
        return path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
    }
}
