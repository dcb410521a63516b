namespace Contabyx;

/// <summary>An object that is to lie under another key.</summary>
/// <param name="From">The key now.</param>
/// <param name="To">The key afterwards.</param>
public readonly record struct ObjectMove(string From, string To)
{
    /// <summary>The object as it was listed a moment ago, which saves asking for it again; NULL when it was not.</summary>
    public BucketObject? Listed { get; init; }
}
