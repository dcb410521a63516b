namespace Contabyx.Engine.Buckets.S3;

/// <summary>How long a store may be silent. What counts is the time without data, not the length of a transfer.</summary>
/// <param name="Notice">After how long the user is told what Contabyx is waiting for.</param>
/// <param name="Limit">After how long the store is given up.</param>
internal sealed record S3Silence(TimeSpan Notice, TimeSpan Limit)
{
    /// <summary>A note after 10 seconds, the end after 60.</summary>
    public static S3Silence Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));

    /// <summary>How long to try to clean up after a failure; the bucket's lifecycle rule does the rest.</summary>
    public static TimeSpan CleanUp { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Fewer bytes than this within <see cref="Limit"/> also count as silence, so that a trickle ends.</summary>
    public const int LeastBytes = 64 << 10;
}
