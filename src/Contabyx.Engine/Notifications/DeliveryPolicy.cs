using Contabyx.Engine.Waits;

namespace Contabyx.Engine.Notifications;

/// <summary>How long and how often delivery is tried. What it is about has ended by then, and waits for it.</summary>
/// <param name="Retry">How often.</param>
/// <param name="Answer">How long one attempt may take.</param>
/// <param name="LongestPause">The longest pause that a receiver may ask for.</param>
/// <param name="Clock">The clock of the attempts.</param>
internal sealed record DeliveryPolicy(RetryPolicy Retry, TimeSpan Answer, TimeSpan LongestPause, TimeProvider Clock)
{
    /// <summary>Three attempts of 15 seconds, and at most 30 seconds between two: under two minutes in total.</summary>
    public static DeliveryPolicy Usual { get; } = new(
        new RetryPolicy(3, TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Delivers, and tries again where that may help.</summary>
    /// <param name="target">Where it goes, for errors.</param>
    /// <param name="send">One attempt.</param>
    /// <exception cref="DeliveryException">It was not delivered.</exception>
    public async Task RunAsync(string target, Func<CancellationToken, Task> send, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(target, send, cancellation).ConfigureAwait(false);
                return;
            }
            catch (DeliveryException e) when (Retry.Allows(e, attempt))
            {
                if (e.RetryAfter is { } pause)
                    await Task.Delay(pause < LongestPause ? pause : LongestPause, Clock, cancellation).ConfigureAwait(false);
                else
                    await Retry.PauseAsync(attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task TryAsync(string target, Func<CancellationToken, Task> send, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Answer, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await send(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new DeliveryException(
                target, FormattableString.Invariant($"there was no answer within {Answer.TotalSeconds:0} s."),
                "Check that the address is right and can be reached from this machine.", e)
            {
                MayRetry = true,
            };
        }
    }
}
