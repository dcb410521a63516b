namespace Contabyx.Engine.Buckets;

/// <summary>
/// A place for objects under keys, such as S3 or a folder. Keys are relative to the bucket's own prefix.
/// </summary>
internal interface IBucket : IAsyncDisposable
{
    /// <summary>The address, without secrets.</summary>
    string Address { get; }

    /// <summary>The URI of an object or a prefix.</summary>
    /// <param name="key">Its key, such as <c>data/RUN/run.json</c>.</param>
    string UriOf(string key);

    /// <summary>What <see cref="InitializeAsync"/> does if the bucket is missing, step by step, in words.</summary>
    IReadOnlyList<string> InitializeSteps { get; }

    /// <summary>Creates the bucket if it is missing. An existing bucket is left as it is.</summary>
    Task InitializeAsync(CancellationToken cancellation);

    /// <summary>Puts a file. The object appears completely or not at all.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="path">The file on this machine.</param>
    /// <param name="sha256">The hash that the bytes must have; NULL to accept them as they are.</param>
    /// <param name="cancellation">Stops it; nothing is left behind.</param>
    /// <exception cref="DamagedFileException">The file's bytes have another hash.</exception>
    Task<BucketObject> PutFileAsync(string key, string path, string? sha256, CancellationToken cancellation);

    /// <summary>Puts a small object from memory. It appears completely or not at all.</summary>
    /// <param name="key">The object's key.</param>
    Task<BucketObject> PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Lists objects by key, in ordinal order.</summary>
    /// <param name="prefix">How their keys begin.</param>
    IAsyncEnumerable<BucketObject> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>
    /// Lists the folders directly below a prefix that have objects, by name, in ordinal order, without listing these objects.
    /// </summary>
    /// <param name="prefix">A folder's prefix, such as <c>data/</c>, and optionally how the names begin.</param>
    /// <param name="from">Only names that do not sort before this one; empty for all.</param>
    /// <returns>Their names, without slashes.</returns>
    IAsyncEnumerable<string> ListFoldersAsync(string prefix, string from, CancellationToken cancellation);

    /// <summary>Opens an object for reading.</summary>
    /// <param name="key">The object's key.</param>
    /// <returns>The object's bytes; NULL when there is no such object.</returns>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>
    /// The checksum of an object that the bucket itself guarantees: its SHA-256 as 64 hexadecimal digits, or for an object
    /// in parts the checksum of the parts, which has a hyphen. NULL when the bucket keeps none, or has no such object.
    /// </summary>
    /// <param name="key">The object's key.</param>
    Task<string?> HashAsync(string key, CancellationToken cancellation);

    /// <summary>Whether <see cref="HashAsync"/> reads the bytes again, or returns what the store keeps.</summary>
    FileCheck HashKind { get; }

    /// <summary>Whether an object has the bytes of a file.</summary>
    /// <param name="item">The object as it was listed.</param>
    /// <param name="path">The file on this machine.</param>
    /// <param name="sha256">The hash that the file must have.</param>
    Task<bool> HoldsAsync(BucketObject item, string path, string sha256, CancellationToken cancellation);

    /// <summary>The time now by the clock that gives objects their <see cref="BucketObject.LastModified"/>.</summary>
    /// <returns>The time; NULL when the bucket does not report it.</returns>
    Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellation);

    /// <summary>
    /// Moves objects: copies each one, verifies the copy, and only then deletes it. It can be repeated after a crash:
    /// an object that is already at its new key, and only there, is left alone.
    /// </summary>
    /// <param name="moves">The objects. Those of one call may be moved in parallel.</param>
    /// <param name="cancellation">Stops it; an object is then at its old key, at the new one, or at both.</param>
    /// <exception cref="DamagedFileException">An object is at neither key.</exception>
    /// <exception cref="BucketException">An object was replaced, and stays; the others are moved.</exception>
    Task MoveAsync(IReadOnlyList<ObjectMove> moves, CancellationToken cancellation);

    /// <summary>Deletes an object; does nothing when it is not there.</summary>
    /// <param name="key">The object's key.</param>
    Task DeleteAsync(string key, CancellationToken cancellation);

    /// <summary>Deletes objects, one after the other or many at once; those that are not there are ignored.</summary>
    /// <param name="keys">Their keys, any number.</param>
    /// <returns>Whether the bucket keeps the deleted objects as earlier versions.</returns>
    Task<bool> DeleteAllAsync(IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>What <see cref="SetRetentionAsync"/> does, step by step, in words.</summary>
    /// <param name="days">The days; 0 for no limit.</param>
    IReadOnlyList<string> RetentionSteps(int days);

    /// <summary>
    /// Lets the bucket itself delete what has been in <c>processed/</c> or <c>error/</c> for some days. Other rules of the
    /// bucket stay as they are.
    /// </summary>
    /// <param name="days">The days; 0 to keep everything from now on.</param>
    Task SetRetentionAsync(int days, CancellationToken cancellation);

    /// <summary>What rules of the bucket do to objects that must stay, each in words: delete them, or make them unreadable.</summary>
    /// <param name="folder">The folder of these objects, with a final slash.</param>
    /// <returns>Nothing if there are no such rules; NULL if these credentials may not read the rules.</returns>
    Task<IReadOnlyList<string>?> FindThreatsAsync(string folder, CancellationToken cancellation);

    /// <summary>Checks whether the bucket can be used. What it writes, it deletes.</summary>
    IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation);
}
