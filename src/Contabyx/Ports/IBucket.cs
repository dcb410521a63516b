namespace Contabyx;

/// <summary>
/// A place for objects under keys, such as S3 or a folder. Keys are relative to the bucket's own prefix.
/// </summary>
public interface IBucket : IAsyncDisposable
{
    /// <summary>The address, without secrets.</summary>
    string Address { get; }

    /// <summary>The URI of an object or a prefix.</summary>
    /// <param name="key">Its key, such as <c>data/RUN/run.json</c>.</param>
    string UriOf(string key);

    /// <summary>Creates the bucket where it is missing.</summary>
    /// <param name="cancellation">Stops it.</param>
    Task InitializeAsync(CancellationToken cancellation);

    /// <summary>Puts a file. The object appears whole or not at all.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="path">The file on this machine.</param>
    /// <param name="sha256">The hash that the bytes must have; NULL to take them as they are.</param>
    /// <param name="cancellation">Stops it; nothing is left behind.</param>
    /// <exception cref="DamagedFileException">The file's bytes have another hash.</exception>
    Task<BucketObject> PutFileAsync(string key, string path, string? sha256, CancellationToken cancellation);

    /// <summary>Puts a small object from memory. It appears whole or not at all.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<BucketObject> PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Lists objects by key, in ordinal order.</summary>
    /// <param name="prefix">How their keys begin.</param>
    /// <param name="cancellation">Stops it.</param>
    IAsyncEnumerable<BucketObject> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Opens an object for reading.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The object's bytes; NULL when there is no such object.</returns>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>
    /// The SHA-256 of an object as it lies there, read anew; NULL when the bucket cannot tell without sending the
    /// object here.
    /// </summary>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<string?> HashAsync(string key, CancellationToken cancellation);

    /// <summary>
    /// Moves an object: copies, verifies, deletes. May be repeated after a crash: an object that is already there,
    /// and only there, is left alone.
    /// </summary>
    /// <param name="from">The key now.</param>
    /// <param name="to">The key afterwards.</param>
    /// <param name="cancellation">Stops it; the object is then at the old key, the new one, or both.</param>
    Task MoveAsync(string from, string to, CancellationToken cancellation);

    /// <summary>Deletes an object; does nothing when it is not there.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="cancellation">Stops it.</param>
    Task DeleteAsync(string key, CancellationToken cancellation);
}
