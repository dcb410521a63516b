using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Sync;

/// <summary>The differences between a table of the source and the table of the warehouse.</summary>
/// <param name="Buckets">How both were divided.</param>
/// <param name="Chunks">The buckets that differ, in pieces that are loaded one by one; empty if none differs.</param>
/// <param name="Whole">The control totals of the whole table in the source.</param>
/// <param name="DeletedAtColumn">The column that marks rows of the warehouse; NULL if there is none yet.</param>
internal sealed record TableDifferences(
    KeyBuckets Buckets, IReadOnlyList<DifferenceChunk> Chunks, TableTotals Whole, string? DeletedAtColumn);

/// <summary>Some buckets that differ.</summary>
/// <param name="Rows">How many rows the source has in them.</param>
internal sealed record DifferenceChunk(BucketList Buckets, long Rows);
