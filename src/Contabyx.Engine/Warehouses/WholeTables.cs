using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses;

/// <summary>A warehouse whose tables are read with their archived years: through the views over both.</summary>
/// <param name="archived">The years that are archived.</param>
internal sealed class WholeTables(IWarehouse warehouse, IEnumerable<ArchivedYear> archived) : IQueried
{
    private readonly Dictionary<string, string> _views = archived
        .GroupBy(year => year.Table, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(years => years.Key, years => years.Last().View, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Address => warehouse.Address;

    /// <inheritdoc/>
    public string TextType => warehouse.TextType;

    /// <inheritdoc/>
    public string QuoteTable(string name) => warehouse.QuoteTable(_views.GetValueOrDefault(name, name));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) =>
        warehouse.QueryAsync(sql, cancellation);
}
