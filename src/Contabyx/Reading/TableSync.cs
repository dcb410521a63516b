using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>
/// What a run knows of a table beyond the rows that it brings, where it does not bring all of them: what they replace, what
/// the whole table must be afterwards, and where the next run begins.
/// </summary>
public sealed record TableSync
{
    /// <summary>The parts of the table that the rows replace; NULL for <see cref="ReadMode.Incremental"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplacedBuckets? Buckets { get; init; }

    /// <summary>
    /// The control totals of the whole table in the snapshot: those of the warehouse's table after the load; NULL where other
    /// rows stay there, and where the run is one part of several.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableTotals? Whole { get; init; }

    /// <summary>Whether more runs from the same snapshot follow, so that nothing is known of the whole table yet.</summary>
    public bool IsPart { get; init; }

    /// <summary>What becomes of rows of these parts that the source no longer has.</summary>
    public DeletedRows Deletes { get; init; }

    /// <summary>The column of the warehouse that gets <see cref="DeletedAt"/>; NULL but for <see cref="DeletedRows.Mark"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeletedAtColumn { get; init; }

    /// <summary>When the run began, in UTC; NULL but for <see cref="DeletedRows.Mark"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The column that tells new rows; NULL for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WatermarkColumn { get; init; }

    /// <summary>
    /// Its largest value among all rows that the warehouse has after the load, as CSV files write it, and never later than the
    /// run; NULL for none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Watermark { get; init; }
}
