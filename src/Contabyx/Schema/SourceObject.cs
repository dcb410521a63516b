namespace Contabyx;

/// <summary>Something in a source that has a name like a table but cannot be exported.</summary>
/// <param name="Kind">What it is, in one word: <c>view</c>, <c>sequence</c>.</param>
public sealed record SourceObject(string Name, string Kind);
