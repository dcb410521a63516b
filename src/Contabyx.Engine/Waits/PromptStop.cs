namespace Contabyx.Engine.Waits;

/// <summary>
/// Ends a call soon after it was cancelled, even when the server does not answer the cancellation either: a driver may
/// wait for it for a long time.
/// </summary>
internal static class PromptStop
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1.5);

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call. It continues on its own if it does not end in time.</param>
    /// <param name="cancellation">Cancels the call, and abandons it a moment later.</param>
    /// <exception cref="CallAbandonedException">It was abandoned; what it used can no longer be used.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(cancelled.SetResult);
        var inner = new CancellationTokenSource();
        var running = call(inner.Token);
        if (await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false) == running)
            return await EndAsync(running, inner).ConfigureAwait(false);

        // On a thread of its own: the driver asks the server to cancel on the thread that cancels.
        _ = Task.Run(inner.Cancel, CancellationToken.None);
        if (await Task.WhenAny(running, Task.Delay(LastMoment, CancellationToken.None)).ConfigureAwait(false) == running)
            return await running.ConfigureAwait(false);
        _ = running.ContinueWith(
            late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        throw new CallAbandonedException(cancellation);
    }

    private static async Task<T> EndAsync<T>(Task<T> running, CancellationTokenSource inner)
    {
        using (inner)
            return await running.ConfigureAwait(false);
    }
}

/// <summary>A call was cancelled and did not end, so it was abandoned.</summary>
/// <param name="cancellation">What cancelled it.</param>
internal sealed class CallAbandonedException(CancellationToken cancellation)
    : OperationCanceledException("The call was cancelled, and its answer is no longer awaited.", cancellation);
