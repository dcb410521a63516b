using System.Globalization;

namespace Contabyx.Engine.Waits;

/// <summary>
/// How long to try to reach a server that may be asleep: a paused cluster that is being resumed and an idle Serverless
/// workgroup answer their first connection only after a minute or so ("Pausing and resuming a cluster", Amazon Redshift
/// Management Guide).
/// </summary>
/// <param name="Longest">How long to go on trying.</param>
/// <param name="Pause">How long to wait between two attempts.</param>
internal sealed record WakeUp(TimeSpan Longest, TimeSpan Pause)
{
    /// <summary>One attempt.</summary>
    public static WakeUp None { get; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(1));

    /// <summary>Two minutes.</summary>
    public static WakeUp Patient { get; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5));

    /// <summary>Connects. A refusal that another attempt cannot change, such as of a password, is not repeated.</summary>
    /// <param name="open">One attempt.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="notes">Told once that it takes longer; NULL if nobody listens.</param>
    /// <param name="clock">The clock; NULL for the system's.</param>
    /// <exception cref="ConnectionException">It does not answer.</exception>
    public async Task<T> RunAsync<T>(
        Func<Task<T>> open, string server, IProgress<string>? notes, CancellationToken cancellation, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var begin = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await open().ConfigureAwait(false);
            }
            catch (ConnectionException e) when (e.MayRetry && clock.GetElapsedTime(begin) + Pause <= Longest)
            {
                if (attempt == 1)
                {
                    notes.Warn(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{server} does not answer yet. A cluster that is being resumed and an idle Serverless workgroup may take a "
                        + $"minute or two. Contabyx keeps trying for {Longest.TotalSeconds:0} s. Ctrl+C stops it. {e.Message}"));
                }

                await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}
