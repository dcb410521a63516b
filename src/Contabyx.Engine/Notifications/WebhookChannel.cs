using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Notifications;

/// <summary>Posts notifications to a webhook. Its URL is a secret: whoever has it can post there.</summary>
/// <param name="target">The entry.</param>
/// <param name="url">The URL.</param>
internal sealed class WebhookChannel(NotificationTarget target, Uri url) : INotificationChannel
{
    private const int LongestReason = 200;

    // A redirect would turn the POST into a GET that nobody reads.
    private static readonly HttpClient Http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <inheritdoc/>
    public async Task SendAsync(Notification notification, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(WebhookPayload.Of(target.Kind, notification))),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        await PostAsync(target.ToString(), request, Advice, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request that must succeed.</summary>
    /// <param name="where">Where it goes, for errors.</param>
    /// <exception cref="DeliveryException">It was refused or did not arrive.</exception>
    public static async Task PostAsync(
        string where, HttpRequestMessage request, Func<HttpStatusCode, string> advice, CancellationToken cancellation)
    {
        try
        {
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return;
            var reason = await ReasonAsync(response, cancellation).ConfigureAwait(false);
            throw new DeliveryException(where, FormattableString.Invariant($"the answer is {(int)response.StatusCode}{reason}"),
                advice(response.StatusCode))
            {
                MayRetry = response.StatusCode
                    is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
                RetryAfter = response.Headers.RetryAfter is not { } after ? null
                    : after.Delta ?? (after.Date is { } date && date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : null),
            };
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException(
                where, Redactor.Redact(e.Message), "Check the network, and the proxy (HTTPS_PROXY).", e)
            {
                MayRetry = true,
            };
        }
    }

    // The beginning of what it says: "invalid_payload", "no_service", a sentence.
    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = new byte[LongestReason * 4];
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream)
        {
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, false, cancellation).ConfigureAwait(false);
            var text = Redactor.Redact(Encoding.UTF8.GetString(bytes, 0, length)).Trim().ReplaceLineEndings(" ");
            return text.Length == 0 ? "." : $": {(text.Length > LongestReason ? text[..LongestReason] + "..." : text)}";
        }
    }

    private string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => $"Check Kind in the entry of Notify: it is {target.Kind}.",
        HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"The webhook was removed, or its URL is not complete. Make a new one, and put its URL into {target.Secret}.",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => $"Put the URL that it redirects to into {target.Secret}.",
        _ => "Try it again later: Test-ContabyxJob -Notify.",
    };
}
