using Contabyx.Engine.Sync;

namespace Contabyx.Engine.Export;

/// <summary>A table whose differences are loaded in several pieces, one run for each.</summary>
/// <param name="Chunks">The pieces that are still to be exported.</param>
/// <param name="Watermark">Where the next incremental run starts, once all of them are loaded; NULL for none.</param>
internal sealed record ChunkedTable(
    WantedTable Wanted, TableDifferences Found, IReadOnlyList<DifferenceChunk> Chunks, TableSync? Watermark)
{
    public TableSchema Table => Wanted.Table;

    /// <summary>The pieces after the next one; NULL if there are none.</summary>
    public ChunkedTable? Rest() => Chunks.Count > 1 ? this with { Chunks = [.. Chunks.Skip(1)] } : null;

    /// <summary>What the run of one piece records about the table.</summary>
    /// <param name="chunk">The piece; NULL if nothing differs.</param>
    /// <param name="createdAt">When the run started.</param>
    public TableSync SyncOf(DifferenceChunk? chunk, DateTimeOffset createdAt)
    {
        var isPart = chunk is not null && Chunks.Count > 1;
        var selection = Wanted.Selection;
        var marks = selection.Deletes == DeletedRows.Mark ? chunk is null ? Found.DeletedAtColumn : selection.DeletedAtColumn : null;
        var isWhole = !isPart && (chunk is null || selection.Deletes != DeletedRows.Keep);
        return new TableSync
        {
            Buckets = new ReplacedBuckets(
                Found.Buckets.Count, Found.Buckets.First, Found.Buckets.Width, chunk?.Buckets.ToString() ?? ""),
            Whole = isWhole ? Found.Whole : null,
            IsPart = isPart,
            Deletes = selection.Deletes,
            DeletedAtColumn = marks,
            DeletedAt = marks is null ? null : createdAt,
            WatermarkColumn = isPart ? null : Watermark?.WatermarkColumn,
            Watermark = isPart ? null : Watermark?.Watermark,
        };
    }
}
