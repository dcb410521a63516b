using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sync;

/// <summary>Where the next incremental run of a table begins.</summary>
/// <param name="Last">The watermark of the last run; NULL where all rows are to be read.</param>
/// <param name="IsDifferences">Whether it is the turn of a run that reads the differences.</param>
/// <param name="Reason">Why all rows are to be read, where runs have been before; NULL otherwise.</param>
internal sealed record Increment(WatermarkValue? Last, bool IsDifferences, string? Reason = null);
