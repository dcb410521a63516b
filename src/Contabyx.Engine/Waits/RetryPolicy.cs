namespace Contabyx.Engine.Waits;

/// <summary>
/// How often something is tried, and how long the pauses are. A pause is twice as long as the one before, minus up to
/// half of it at random, so that two processes that were in each other's way do not meet again.
/// </summary>
/// <param name="Attempts">How often to try in total, 1 or more.</param>
/// <param name="FirstPause">The longest pause after the first attempt.</param>
internal sealed record RetryPolicy(int Attempts, TimeSpan FirstPause)
{
    public static RetryPolicy Usual { get; } = new(5, TimeSpan.FromMilliseconds(500));

    /// <summary>For a server that is restarting: half a minute in total.</summary>
    public static RetryPolicy Patient { get; } = new(6, TimeSpan.FromSeconds(1));

    public bool Allows(ContabyxException error, int attempt) => error.MayRetry && attempt < Attempts;

    public Task PauseAsync(int attempt, CancellationToken cancellation) =>
        Task.Delay(FirstPause * (1 << (attempt - 1)) * (1 - (Random.Shared.NextDouble() / 2)), cancellation);
}
