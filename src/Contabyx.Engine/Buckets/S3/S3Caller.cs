namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Whoever calls a store, as the SDK's HTTP client sees it. <see cref="HttpClient"/> hands handlers a token that ends with
/// the headers of the answer; this one also holds while the body is read. And the SDK asks a store that was given up again
/// and again: here it is known that this is over.
/// </summary>
/// <param name="token">The user's wish to stop.</param>
internal sealed class S3Caller(CancellationToken token)
{
    private static readonly AsyncLocal<S3Caller?> Local = new();

    /// <summary>Whoever calls; NULL for nobody.</summary>
    public static S3Caller? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    /// <summary>The user's wish to stop.</summary>
    public CancellationToken Token { get; } = token;

    /// <summary>Why the store was given up; NULL when it was not.</summary>
    public ConnectionException? GaveUp { get; set; }
}
