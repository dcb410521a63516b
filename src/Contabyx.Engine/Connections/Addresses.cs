namespace Contabyx.Engine;

/// <summary>Opens what the addresses of a connection name.</summary>
public static class Addresses
{
    private const string DuckDbScheme = "duckdb:";
    private const string FileScheme = "file:";

    /// <summary>Writes an address in full: a relative path becomes absolute.</summary>
    /// <param name="address">The address, such as <c>duckdb:books.duckdb</c> or <c>file:bucket</c>.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <param name="schemes">The schemes that are accepted here.</param>
    /// <exception cref="AddressException">It is none of these.</exception>
    public static string Complete(string address, string folder, params IReadOnlyList<string> schemes)
    {
        ArgumentNullException.ThrowIfNull(address);
        foreach (var scheme in schemes.Where(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
        {
            var path = PathOf(address, scheme);
            if (path.Length > 0)
                return scheme + Path.GetFullPath(path, folder);
        }

        throw new AddressException(
            address,
            "its scheme is unknown, or its path is missing.",
            $"Give {string.Join(" or ", schemes.Select(scheme => scheme + "PATH"))}.");
    }

    /// <summary>The schemes of a source.</summary>
    public static IReadOnlyList<string> SourceSchemes => [DuckDbScheme];

    /// <summary>The schemes of a bucket.</summary>
    public static IReadOnlyList<string> BucketSchemes => [FileScheme];

    /// <summary>The schemes of a warehouse.</summary>
    public static IReadOnlyList<string> WarehouseSchemes => [DuckDbScheme];

    /// <summary>Opens the source of a connection. Nothing is read or written yet.</summary>
    /// <param name="connection">The connection.</param>
    public static ISource OpenSource(ContabyxConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new DuckDbSource(PathOf(connection.Source, DuckDbScheme), BooksSchema.Tables);
    }

    /// <summary>Opens the bucket of a connection. Nothing is read or written yet.</summary>
    /// <param name="connection">The connection.</param>
    public static IBucket OpenBucket(ContabyxConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new FolderBucket(PathOf(connection.Bucket, FileScheme));
    }

    /// <summary>Opens the warehouse of a connection. Nothing is read or written yet.</summary>
    /// <param name="connection">The connection.</param>
    public static IWarehouse OpenWarehouse(ContabyxConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new DuckDbWarehouse(PathOf(connection.Warehouse, DuckDbScheme));
    }

    // file:///a and file:/a and file:a are all paths.
    private static string PathOf(string address, string scheme)
    {
        var path = address[scheme.Length..];
        return path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
    }
}
