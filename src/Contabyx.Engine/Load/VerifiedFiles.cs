using Contabyx.Engine.Buckets;

namespace Contabyx.Engine.Load;

/// <summary>The files of a table as they were when they were verified.</summary>
/// <param name="Check">The weakest check by which any of them was recognised.</param>
/// <param name="Objects">The objects, by key.</param>
internal sealed record VerifiedFiles(FileCheck Check, IReadOnlyDictionary<string, BucketObject> Objects);
