using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>
/// What a run knows about a table beyond the rows that it brings, if it does not bring all of them: what they replace, what
/// the whole table must contain afterwards, and where the next run starts.
/// </summary>
public sealed record TableSync
{
    /// <summary>The parts of the table that the rows replace; NULL for <see cref="ReadMode.Incremental"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplacedBuckets? Buckets { get; init; }

    /// <summary>
    /// The control totals of the whole table in the snapshot, which the warehouse's table must have after the load;
    /// NULL if other rows stay there, and if the run is one of several parts.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableTotals? Whole { get; init; }

    /// <summary>Whether more runs from the same snapshot follow, so that the whole table cannot be checked yet.</summary>
    public bool IsPart { get; init; }

    /// <summary>How to handle rows of these parts that the source no longer has.</summary>
    public DeletedRows Deletes { get; init; }

    /// <summary>
    /// The column of the warehouse that gets <see cref="DeletedAt"/>; NULL except for <see cref="DeletedRows.Mark"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeletedAtColumn { get; init; }

    /// <summary>When the run started, in UTC; NULL except for <see cref="DeletedRows.Mark"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The column that identifies new rows; NULL for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WatermarkColumn { get; init; }

    /// <summary>
    /// Its largest value among all rows that the warehouse has after the load, in the format of CSV files, and never
    /// later than the run; NULL for none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Watermark { get; init; }

    /// <summary>The buckets and the watermark, as far as there are any.</summary>
    public override string ToString() => string.Join(
        "; ",
        new[] { Buckets?.ToString(), WatermarkColumn is null ? null : $"{Printable.Line(WatermarkColumn)} until {Watermark}" }
            .Where(text => text is not null));
}
