using Contabyx.Engine.Buckets;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Outcomes;

/// <summary>All objects that the bucket has of a run.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Objects">The objects, by key.</param>
/// <param name="Uris">Their URIs, in the same order.</param>
public sealed record RunObjects(string Run, IReadOnlyList<BucketObject> Objects, IReadOnlyList<string> Uris)
{
    /// <summary>Those of them that wait to be loaded.</summary>
    public int Waiting => Objects.Count(item => IsIn(item, BucketLayout.Data));

    /// <summary>Those of them that failed.</summary>
    public int Failed => Objects.Count(item => IsIn(item, BucketLayout.Error));

    internal static bool IsIn(BucketObject item, string area) => item.Key.StartsWith(area, StringComparison.Ordinal);
}
