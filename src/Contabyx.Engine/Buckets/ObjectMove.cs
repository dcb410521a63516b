namespace Contabyx.Engine.Buckets;

/// <summary>An object that is to get another key.</summary>
/// <param name="From">The key now.</param>
/// <param name="To">The key afterwards.</param>
internal readonly record struct ObjectMove(string From, string To)
{
    /// <summary>
    /// The object as it was listed; if another one has replaced it, that one is left alone. NULL to move whatever is there.
    /// </summary>
    public BucketObject? Listed { get; init; }
}
