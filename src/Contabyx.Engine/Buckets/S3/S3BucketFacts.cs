namespace Contabyx.Engine.Buckets.S3;

/// <summary>What a store says of a bucket.</summary>
/// <param name="Region">Its Region; empty where the store does not tell.</param>
/// <param name="Encryption">How it encrypts by default; NULL where the store does not tell.</param>
/// <param name="AbortsStaleUploads">
/// Whether a lifecycle rule deletes uploads that were never completed; NULL where the store does not tell.
/// </param>
/// <param name="Skew">How far this machine's clock is ahead of the store's; NULL where the store does not tell.</param>
internal sealed record S3BucketFacts(string Region, string? Encryption, bool? AbortsStaleUploads, TimeSpan? Skew);
