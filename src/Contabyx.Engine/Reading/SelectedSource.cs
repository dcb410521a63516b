using System.Text;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Reading;

/// <summary>
/// A source as selections show it: columns left out, renamed and masked, rows filtered, views and queries as tables.
/// Code that reads it needs to know nothing about selections. Tables without a selection are shown as they are.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="maskKey">The secret key of <see cref="MaskKind.Hash"/>; NULL for none.</param>
internal sealed class SelectedSource(ISource source, Secret? maskKey) : ISource
{
    private readonly Dictionary<string, SelectionPlan> _plans = new(StringComparer.Ordinal);
    private readonly byte[] _key = maskKey is null ? [] : Encoding.UTF8.GetBytes(Redactor.Reveal(maskKey)!);

    /// <inheritdoc/>
    public string Address => source.Address;

    /// <inheritdoc/>
    public string TextType => source.TextType;

    /// <summary>The tables of all selections so far, as they are sent.</summary>
    public IEnumerable<TableSchema> Selected => _plans.Values.Select(plan => plan.Sent);

    /// <summary>Adds a selection. From now on, the table is shown like this, under the name that it is sent under.</summary>
    /// <returns>What is read for it, and what is sent.</returns>
    /// <exception cref="TableRefusedException">The selection is not possible.</exception>
    /// <exception cref="TableNotFoundException">There is no such table or view.</exception>
    /// <exception cref="SourceException">The source did not answer.</exception>
    public async Task<SelectionPlan> SelectAsync(TableSelection selection, CancellationToken cancellation)
    {
        var relation = RelationOf(selection);
        var table = await source.DescribeAsync(relation, cancellation).ConfigureAwait(false);
        var plan = SelectionPlan.Of(selection, table, maskKey is not null);
        return _plans.TryAdd(plan.Sent.Name, plan) ? plan : throw new TableRefusedException(
            plan.Sent.Name, "another table of this run is loaded under the same name.", "Load one of them under another name: -As NAME.");
    }

    /// <summary>Reads a selected table without some of its columns from now on.</summary>
    /// <param name="sent">Their names as they are sent.</param>
    public SelectionPlan LeaveOut(SelectionPlan plan, IReadOnlySet<string> sent) => _plans[plan.Sent.Name] = plan.Without(sent);

    /// <summary>Reads a selected table without the rows of archived years from now on.</summary>
    /// <param name="years">The archived years of the table.</param>
    /// <exception cref="TableRefusedException">What is sent does not say to which year a row belongs.</exception>
    public void LeaveOut(SelectionPlan plan, IReadOnlyList<ArchivedYear> years) =>
        _plans[plan.Sent.Name] = plan.Where(ArchivedRows.Condition(plan, years, source.OutsideYears));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableSchema>> ReadSchemaAsync(CancellationToken cancellation)
    {
        var tables = await source.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        return _plans.Count == 0 ? tables
            : [.. tables.Where(table => !_plans.ContainsKey(table.Name)).Concat(_plans.Values.Select(plan => plan.Sent))
                .OrderBy(table => table.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public Task<TableSchema> DescribeAsync(SourceRelation relation, CancellationToken cancellation) =>
        source.DescribeAsync(relation, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableFacts>> ReadFactsAsync(CancellationToken cancellation) => source.ReadFactsAsync(cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceObject>> ReadOthersAsync(CancellationToken cancellation) => source.ReadOthersAsync(cancellation);

    /// <inheritdoc/>
    public async Task<TableSchema> MeasureAsync(TableSchema table, CancellationToken cancellation)
    {
        if (!_plans.TryGetValue(table.Name, out var plan))
            return await source.MeasureAsync(table, cancellation).ConfigureAwait(false);
        var measured = await source.MeasureAsync(plan.Source, cancellation).ConfigureAwait(false);
        return table with
        {
            Columns =
            [
                .. table.Columns.Select((column, i) => plan.Masks[i] is null or MaskKind.Null
                    ? column with { Type = measured.Columns[i].Type }
                    : column),
            ],
        };
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContabyxCheck> CheckAsync(CancellationToken cancellation) => source.CheckAsync(cancellation);

    /// <inheritdoc/>
    public async Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation)
    {
        var snapshot = await source.OpenSnapshotAsync(cancellation).ConfigureAwait(false);
        return new SelectedSnapshot(snapshot, _plans, _key);
    }

    /// <inheritdoc/>
    public string QuoteTable(string name) => source.QuoteTable(name);

    /// <inheritdoc/>
    public string QuoteColumn(string name) => source.QuoteColumn(name);

    /// <inheritdoc/>
    public string OutsideYears(string column, IReadOnlyList<(int First, int Next)> ranges) => source.OutsideYears(column, ranges);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) =>
        source.QueryAsync(sql, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>The name that a selection's table is loaded under; for a query without a name, what to call it.</summary>
    public static string NameOf(TableSelection selection) => selection.As ?? selection.Table ?? "the query";

    private static SourceRelation RelationOf(TableSelection selection)
    {
        var name = NameOf(selection);
        if (selection.Table is null == selection.Query is null)
        {
            throw new TableRefusedException(
                name, selection.Table is null ? "neither a table nor a query is given." : "both a table and a query are given.",
                "Use one of them: -Table NAME, or -Query 'SELECT ...' -As NAME.");
        }

        if (selection.Query is not null && string.IsNullOrWhiteSpace(selection.As))
            throw new TableRefusedException(name, "a query has no name of its own.",
                "Give the name of its table in the warehouse: -As NAME.");
        return new SourceRelation(selection.Table ?? selection.As!, selection.Query, selection.Where);
    }
}
