using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>
/// One batch of books: some days in a row, written to the source in one transaction. Made by <c>New-ContabyxBatch</c>.
/// </summary>
public sealed record ContabyxBatch
{
    /// <summary>The batch's id: the same for the same days of the same books.</summary>
    public required string Id { get; init; }

    /// <summary>The source's address, without secrets.</summary>
    public required string Source { get; init; }

    /// <summary>The seed of the books.</summary>
    public required long Seed { get; init; }

    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; init; }

    /// <summary>How many days it has.</summary>
    [JsonIgnore]
    public int Days => LastDay.DayNumber - FirstDay.DayNumber + 1;

    /// <summary>What it adds to each of the eight tables, in the order in which they are written.</summary>
    public required IReadOnlyList<BatchTable> Tables { get; init => field = new ReadableList<BatchTable>(value); }

    /// <summary>Rows in all tables.</summary>
    [JsonIgnore]
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>
    /// Whether it was written now; false when the source had these days already and nothing was changed.
    /// </summary>
    public required bool Written { get; init; }

    /// <summary>How long writing took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
