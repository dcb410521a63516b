using Amazon.S3.Model;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Checks the pages of a listing, one by one. A store that lists keys which were not asked for, or that never
/// comes to an end, is not trusted.
/// </summary>
/// <param name="uri">What is listed, for the error.</param>
/// <param name="prefix">How all keys begin.</param>
internal sealed class ListedPages(string uri, string prefix)
{
    private const int MostEmptyPages = 100;

    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private string? _first;
    private int _empty;

    /// <summary>Checks the next page.</summary>
    /// <exception cref="BucketException">The store does not keep to the protocol.</exception>
    public void Check(ListObjectsV2Response page)
    {
        var objects = page.S3Objects ?? [];
        IReadOnlyList<string?> keys = [.. objects.Select(item => item.Key), .. page.CommonPrefixes ?? []];
        if (keys.Any(key => key?.StartsWith(prefix, StringComparison.Ordinal) != true))
        {
            var foreign = keys.First(key => key?.StartsWith(prefix, StringComparison.Ordinal) != true);
            throw Refuse($"the store lists the key '{foreign}', which was not asked for.");
        }

        if (objects.FirstOrDefault(item => item.Size < 0) is { } odd)
            throw Refuse($"the store says that '{odd.Key}' has {odd.Size} bytes.");
        if (page.IsTruncated != true)
            return;
        if (page.NextContinuationToken is not { Length: > 0 } token || !_tokens.Add(token))
            throw Refuse("the store says that there are more keys, but not how to list them.");
        _empty = keys.Count == 0 ? _empty + 1 : 0;
        if (_empty > MostEmptyPages || (keys.Count > 0 && keys[0] == _first))
            throw Refuse("the store returns the same list again and again.");
        _first = keys.Count > 0 ? keys[0] : _first;
    }

    private BucketException Refuse(string reason) =>
        new(uri, reason, "Nothing was changed. Check -Endpoint, or ask the administrator of the store.");
}
