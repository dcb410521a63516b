using Contabyx.Engine.Buckets;

namespace Contabyx.Engine.Load;

/// <summary>The files of a table as they lay when they were verified.</summary>
/// <param name="Check">By what all of them were recognised, at least.</param>
/// <param name="Objects">The objects, by key.</param>
internal sealed record VerifiedFiles(FileCheck Check, IReadOnlyDictionary<string, BucketObject> Objects);
