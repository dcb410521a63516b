namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// The caller of a store, for the SDK's HTTP client. <see cref="HttpClient"/> gives handlers a token that ends with
/// the headers of the answer; this one also covers the reading of the body. And the SDK keeps retrying a store that was
/// given up; here it is known that the request is over.
/// </summary>
/// <param name="token">Cancelled when the user stops.</param>
internal sealed class S3Caller(CancellationToken token)
{
    private static readonly AsyncLocal<S3Caller?> Local = new();

    /// <summary>The caller; NULL for none.</summary>
    public static S3Caller? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    /// <summary>Cancelled when the user stops.</summary>
    public CancellationToken Token { get; } = token;

    /// <summary>Why the store was given up; NULL when it was not.</summary>
    public ConnectionException? GiveUpReason { get; set; }
}
