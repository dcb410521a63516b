using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sync;

/// <summary>Where the next incremental run of a table starts.</summary>
/// <param name="Last">The watermark of the last run; NULL if all rows must be read.</param>
/// <param name="IsDifferences">Whether this run reads the differences.</param>
/// <param name="Reason">Why all rows must be read although there were earlier runs; NULL otherwise.</param>
internal sealed record Increment(WatermarkValue? Last, bool IsDifferences, string? Reason = null);
