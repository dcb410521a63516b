using Amazon.Runtime;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Creates the SDK's HTTP client. It watches for silence, whereas the SDK would limit the time of whole requests.
/// </summary>
/// <param name="silence">How long a store may be silent.</param>
/// <param name="clock">Receives the store's time.</param>
/// <param name="notes">Receives notes about long waits; NULL if nobody listens.</param>
internal sealed class S3HttpClients(S3Silence silence, StoreClock clock, IProgress<string>? notes)
    : HttpClientFactory, IDisposable
{
    // A connection that was idle for a long time may be dead without anybody noticing.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SilenceHandler(
        silence, clock, notes, new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionIdleTimeout = LongestIdle }))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
