namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Watches every exchange with a store, from the connection to the last byte of the answer. The SDK's own limit covers
/// neither bodies nor slow uplinks, and its retries turn it into minutes of silence.
/// </summary>
/// <param name="silence">How long a store may be silent.</param>
/// <param name="clock">Receives the store's time.</param>
/// <param name="notes">Receives notes about long waits; NULL if nobody listens.</param>
/// <param name="inner">Sends.</param>
internal sealed class SilenceHandler(S3Silence silence, StoreClock clock, IProgress<string>? notes, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri?.GetLeftPart(UriPartial.Path) ?? "";
        if (S3Caller.Current?.GiveUpReason is { } before)
            throw before;
        var watch = new SilenceWatch(address, silence, notes, S3Caller.Current, cancellationToken);
        try
        {
            if (request.Content is { } content)
                request.Content = new WatchedRequest(content, watch);
            watch.Enter();
            var response = await base.SendAsync(request, watch.Token).ConfigureAwait(false);
            watch.Leave(null);
            clock.Note(response.Headers.Date);
            response.Content = await WatchedAnswer.OfAsync(response.Content, watch).ConfigureAwait(false);
            return response;
        }
        catch (Exception e) when (watch.Explain(e) is { } told)
        {
            watch.Dispose();
            throw told;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }
}
