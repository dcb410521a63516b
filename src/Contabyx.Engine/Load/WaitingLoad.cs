using Contabyx.Engine.Buckets;

namespace Contabyx.Engine.Load;

/// <summary>Something in the bucket that waits to be loaded.</summary>
/// <param name="Run">The run; for a loose file, the one that it becomes.</param>
/// <param name="Loose">The loose file; NULL for a run.</param>
public sealed record WaitingLoad(string Run, BucketObject? Loose);
