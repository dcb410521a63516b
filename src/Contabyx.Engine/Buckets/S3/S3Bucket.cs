using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// A bucket in Amazon S3, or in an S3-compatible store. An object is identified by the store's own tag and
/// checksum, because anybody can write metadata.
/// </summary>
internal sealed class S3Bucket : IBucket
{
    private readonly S3Address _address;
    private readonly BucketSettings _settings;
    private readonly S3Requests _requests;
    private readonly IProgress<string>? _notes;
    private readonly long _largestCopy;
    private readonly StoreClock _clock = new();
    private readonly S3HttpClients _http;
    private AmazonS3Client? _client;

    /// <summary>Creates the bucket; nothing is sent yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="settings">How it is used.</param>
    /// <param name="notes">Receives notes about long waits and the number of requests; NULL if nobody listens.</param>
    /// <param name="largestCopy">The most bytes to copy in one piece.</param>
    /// <param name="silence">How long the store may be silent; NULL for the documented time.</param>
    public S3Bucket(
        S3Address address,
        BucketSettings settings,
        IProgress<string>? notes = null,
        long largestCopy = 5L << 30,
        S3Silence? silence = null)
    {
        _http = new S3HttpClients(silence ?? S3Silence.Default, _clock, notes);
        _address = address;
        _settings = settings;
        _notes = notes;
        _largestCopy = largestCopy;
        _requests = new S3Requests(address, settings);
    }

    /// <inheritdoc/>
    public string Address => _address.ToString();

    /// <summary>Requests made so far, by kind.</summary>
    public IReadOnlyDictionary<string, int> Requests => _requests.Counts;

    private AmazonS3Client Client
    {
        get
        {
            if (_client is null)
                _requests.CountRequestsOf(_client = S3Clients.Create(_address, _settings, _http));
            return _client;
        }
    }

    private S3Moves Moves => new(Client, _address, _settings, _requests, _largestCopy);

    private S3Deletion Deletion => new(Client, _address);

    private S3Setup Setup => new(Client, _address, _settings);

    /// <inheritdoc/>
    public string UriOf(string key) => $"{S3Address.Start}{_address.Bucket}/{FullKey(key)}";

    /// <inheritdoc/>
    public IReadOnlyList<string> InitializeSteps => S3Setup.Steps(_address, _settings);

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellation) =>
        RunAsync(Address, () => Setup.CreateWhereMissingAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<BucketObject> PutFileAsync(string key, string path, string? sha256, CancellationToken cancellation) =>
        S3Errors.RunAsync(UriOf(key), async () =>
        {
            var upload = new S3Upload(Client, _address, _settings, _requests);
            var (etag, checksum) = await upload.PutAsync(FullKey(key), path, sha256, cancellation).ConfigureAwait(false);
            return new BucketObject(key, new FileInfo(path).Length, etag, DateTimeOffset.UtcNow) { Checksum = checksum };
        }, cancellation);

    /// <inheritdoc/>
    public Task<BucketObject> PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        S3Errors.RunAsync(UriOf(key), async () =>
        {
            // Content-MD5 is what S3-compatible stores verify.
#pragma warning disable CA5351
            var md5 = Convert.ToBase64String(MD5.HashData(content.Span));
#pragma warning restore CA5351
            var request = _requests.Put(FullKey(key), SHA256.HashData(content.Span), md5);
            using var stream = new MemoryStream(content.ToArray());
            request.InputStream = stream;
            var response = await Client.PutObjectAsync(request, cancellation).ConfigureAwait(false);
            return new BucketObject(key, content.Length, response.ETag.Trim('"'), DateTimeOffset.UtcNow);
        }, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BucketObject> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = FullKey(prefix) };
        ListObjectsV2Response response;
        var pages = new ListedPages(UriOf(prefix), FullKey(prefix));
        do
        {
            response = await S3Errors.RunAsync(
                UriOf(prefix), () => Client.ListObjectsV2Async(request, cancellation), cancellation).ConfigureAwait(false);
            pages.Check(response);
            foreach (var item in response.S3Objects ?? [])
            {
                var written = new DateTimeOffset((item.LastModified ?? DateTime.UtcNow).ToUniversalTime());
                yield return new BucketObject(
                    item.Key[_address.Prefix.Length..], item.Size ?? 0, (item.ETag ?? "").Trim('"'), written);
            }

            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFoldersAsync(
        string prefix, string from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = FullKey(prefix)[..(FullKey(prefix).LastIndexOf('/') + 1)];
        var request = new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = FullKey(prefix), Delimiter = "/" };
        if (from.Length > 0)
            request.StartAfter = folder + from;
        ListObjectsV2Response response;
        var pages = new ListedPages(UriOf(prefix), FullKey(prefix));
        do
        {
            response = await S3Errors.RunAsync(
                UriOf(prefix), () => Client.ListObjectsV2Async(request, cancellation), cancellation).ConfigureAwait(false);
            pages.Check(response);
            foreach (var found in response.CommonPrefixes ?? [])
                yield return found[folder.Length..].TrimEnd('/');
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => S3Errors.RunAsync(UriOf(key), async () =>
    {
        try
        {
            var response = await Client.GetObjectAsync(_address.Bucket, FullKey(key), cancellation).ConfigureAwait(false);
            return new WholeStream(UriOf(key), response);
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            return (Stream?)null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public FileCheck HashKind => FileCheck.Checksum;

    /// <inheritdoc/>
    public Task<string?> HashAsync(string key, CancellationToken cancellation) => S3Errors.RunAsync(UriOf(key), async () =>
    {
        try
        {
            var request = new GetObjectMetadataRequest
            {
                BucketName = _address.Bucket, Key = FullKey(key), ChecksumMode = ChecksumMode.ENABLED,
            };
            var head = await Client.GetObjectMetadataAsync(request, cancellation).ConfigureAwait(false);
            return S3Checksum.Read(head.ChecksumSHA256);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.BadRequest)
        {
            // The answer to HEAD has no body, so it does not say why it is a refusal ("HeadObject", Amazon S3 API Reference).
            var first = new GetObjectRequest { BucketName = _address.Bucket, Key = FullKey(key), ByteRange = new ByteRange(0, 0) };
            using (await Client.GetObjectAsync(first, cancellation).ConfigureAwait(false))
                return null;
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            return null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> HoldsAsync(BucketObject item, string path, string sha256, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Bytes != new FileInfo(path).Length)
            return false;
        var file = await S3Tags.OfFileAsync(path, cancellation).ConfigureAwait(false);
        return file.Sha256 == sha256
            && (item.ETag == file.ETag
                || await ObjectBytes.HashAsync(this, item.Key, cancellation).ConfigureAwait(false) == sha256);
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellation)
    {
        if (_clock.Now is null)
            await foreach (var _ in ListAsync(BucketLayout.Log, cancellation).ConfigureAwait(false))
                break;
        return _clock.Now;
    }

    /// <inheritdoc/>
    public Task MoveAsync(IReadOnlyList<ObjectMove> moves, CancellationToken cancellation) => moves.Count == 0
        ? Task.CompletedTask
        : RunAsync(UriOf(moves[0].From), () => Moves.MoveAsync(
            [.. moves.Select(move => move with { From = FullKey(move.From), To = FullKey(move.To) })], cancellation), cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        RunAsync(UriOf(key), () => Deletion.DeleteAsync([FullKey(key)], cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<bool> DeleteAllAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var keepsVersions = false;
        foreach (var some in keys.Chunk(S3Deletion.MostKeys))
        {
            keepsVersions |= await S3Errors.RunAsync(
                UriOf(some[0]), () => Deletion.DeleteAsync([.. some.Select(FullKey)], cancellation), cancellation).ConfigureAwait(false);
        }

        return keepsVersions;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> RetentionSteps(int days) => S3Retention.Steps(_address, days);

    /// <inheritdoc/>
    public Task SetRetentionAsync(int days, CancellationToken cancellation) =>
        RunAsync(Address, () => new S3Retention(Client, _address).SetAsync(days, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> FindThreatsAsync(string folder, CancellationToken cancellation) =>
        S3Errors.RunAsync(Address, () => S3Threats.ReadAsync(Client, _address, folder, cancellation), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation) =>
        new S3Checks(this, _address, _settings, ReadFactsAsync).RunAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_requests.Counts.Count > 0)
        {
            var kinds = _requests.Counts.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Value} {kind.Key}");
            _notes?.Report($"{_requests.Counts.Values.Sum()} requests to {Address}: {string.Join(", ", kinds)}.");
        }

        _client?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<S3BucketFacts> ReadFactsAsync(CancellationToken cancellation) =>
        S3Errors.RunAsync(Address, async () => await Setup.ReadFactsAsync(cancellation).ConfigureAwait(false) with
        {
            Skew = _clock.Now is { } theirs ? DateTimeOffset.UtcNow - theirs : null,
        }, cancellation);

    private static Task RunAsync(string uri, Func<Task> request, CancellationToken cancellation) => S3Errors.RunAsync(
        uri,
        async () =>
        {
            await request().ConfigureAwait(false);
            return true;
        },
        cancellation);

    // A key that could lead out of the prefix is refused, wherever it comes from.
    private string FullKey(string key)
    {
        if (key.TrimEnd('/').Split('/').Any(part => part is "." or "..") || key.Contains('\0', StringComparison.Ordinal))
            throw new DamagedFileException(key, "it is not a valid key: one of its parts is '.' or '..', or it contains a NUL character.");
        return _address.Prefix + key;
    }
}
