using Contabyx.Engine.Buckets;

namespace Contabyx.Tests;

/// <summary>A bucket that differs from another in what a test says.</summary>
internal sealed class OddBucket(IBucket bucket) : IBucket
{
    /// <summary>How listings come out.</summary>
    public Func<BucketObject, BucketObject?> Lists { get; init; } = item => item;

    /// <summary>What the bucket vouches for.</summary>
    public Func<string, string?>? Hashes { get; init; }

    /// <summary>How objects are read; NULL as they are.</summary>
    public Action<string>? Opens { get; init; }

    /// <summary>What becomes of a key before a file is put there; NULL for nothing.</summary>
    public Func<string, CancellationToken, Task>? Puts { get; init; }

    public FileCheck HashKind => Hashes is null ? bucket.HashKind : FileCheck.Checksum;

    public string Address => bucket.Address;

    public IReadOnlyList<string> InitializeSteps => bucket.InitializeSteps;

    public string UriOf(string key) => bucket.UriOf(key);

    public Task InitializeAsync(CancellationToken cancellation) => bucket.InitializeAsync(cancellation);

    public async Task<BucketObject> PutFileAsync(string key, string path, string? sha256, CancellationToken cancellation)
    {
        if (Puts is not null)
            await Puts(key, cancellation);
        return await bucket.PutFileAsync(key, path, sha256, cancellation);
    }

    public Task<BucketObject> PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        bucket.PutAsync(key, content, cancellation);

    public IAsyncEnumerable<BucketObject> ListAsync(string prefix, CancellationToken cancellation) =>
        bucket.ListAsync(prefix, cancellation).Select(Lists).Where(item => item is not null).Select(item => item!);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, string from, CancellationToken cancellation) =>
        bucket.ListFoldersAsync(prefix, from, cancellation);

    public Task<bool> DeleteAllAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        bucket.DeleteAllAsync(keys, cancellation);

    public IReadOnlyList<string> RetentionSteps(int days) => bucket.RetentionSteps(days);

    public Task SetRetentionAsync(int days, CancellationToken cancellation) => bucket.SetRetentionAsync(days, cancellation);

    public Task<IReadOnlyList<string>?> FindThreatsAsync(string folder, CancellationToken cancellation) =>
        bucket.FindThreatsAsync(folder, cancellation);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        Opens?.Invoke(key);
        return bucket.OpenAsync(key, cancellation);
    }

    public Task<string?> HashAsync(string key, CancellationToken cancellation) =>
        Hashes is null ? bucket.HashAsync(key, cancellation) : Task.FromResult(Hashes(key));

    public Task<bool> HoldsAsync(BucketObject item, string path, string sha256, CancellationToken cancellation) =>
        bucket.HoldsAsync(item, path, sha256, cancellation);

    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellation) => bucket.ReadTimeAsync(cancellation);

    public Task MoveAsync(IReadOnlyList<ObjectMove> moves, CancellationToken cancellation) => bucket.MoveAsync(moves, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => bucket.DeleteAsync(key, cancellation);

    public IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation) => bucket.CheckAsync(cancellation);

    public ValueTask DisposeAsync() => bucket.DisposeAsync();
}
