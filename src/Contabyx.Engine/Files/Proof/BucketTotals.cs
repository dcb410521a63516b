namespace Contabyx.Engine.Files.Proof;

/// <summary>What one of the <see cref="KeyBuckets"/> of a table holds.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Fingerprint">The sum of their fingerprints.</param>
internal readonly record struct BucketTotals(long Rows, UInt128 Fingerprint);
