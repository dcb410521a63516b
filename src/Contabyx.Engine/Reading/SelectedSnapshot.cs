using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Reading;

/// <summary>A snapshot of a <see cref="SelectedSource"/>.</summary>
/// <param name="snapshot">The source's own; disposed with this.</param>
/// <param name="plans">What was selected, by the names that tables are sent under.</param>
/// <param name="key">The secret key of <see cref="MaskKind.Hash"/>.</param>
internal sealed class SelectedSnapshot(ISnapshot snapshot, IReadOnlyDictionary<string, SelectionPlan> plans, byte[] key) : ISnapshot
{
    /// <inheritdoc/>
    public SnapshotLevel Level => snapshot.Level;

    /// <inheritdoc/>
    public string? LevelReason => snapshot.LevelReason;

    /// <inheritdoc/>
    public Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation) =>
        plans.TryGetValue(table.Name, out var plan)
            ? snapshot.CountAsync(plan.Source, InSource(plan, filter), cancellation)
            : snapshot.CountAsync(table, filter, cancellation);

    /// <inheritdoc/>
    public async Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation)
    {
        if (!plans.TryGetValue(table.Name, out var plan))
            return await snapshot.SpanAsync(table, cancellation).ConfigureAwait(false);
        return plan.Sent.RangeKey < 0 ? null : await snapshot.SpanAsync(plan.Source, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation) =>
        plans.TryGetValue(table.Name, out var plan)
            ? ReadSelected(plan, table, InSource(plan, filter), cancellation)
            : snapshot.Read(table, filter, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => snapshot.DisposeAsync();

    private IEnumerable<RowBlock> ReadSelected(
        SelectionPlan plan, TableSchema table, RowFilter? filter, CancellationToken cancellation)
    {
        var sent = new SentBlocks(plan, table, key);
        using var blocks = snapshot.Read(plan.Source, filter, cancellation).GetEnumerator();
        while (Next(blocks, plan))
            yield return sent.Of(blocks.Current);
    }

    private static bool Next(IEnumerator<RowBlock> blocks, SelectionPlan plan)
    {
        try
        {
            return blocks.MoveNext();
        }
        catch (ContabyxException e) when (HiddenFailure.Of(e, plan) is { } hidden)
        {
            // Without the inner exception, because its message must not be shown.
            throw hidden;
        }
    }

    private static RowFilter? InSource(SelectionPlan plan, RowFilter? filter) => filter is null ? null : filter with
    {
        Since = filter.Since is { } since
            ? since with { Column = since.Column with { Name = plan.SourceNameOf(since.Column.Name) } } : null,
        NullIn = filter.NullIn is { } column ? plan.SourceNameOf(column) : null,
    };
}
