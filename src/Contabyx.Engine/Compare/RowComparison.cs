using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Compare;

/// <summary>Compares rows of two sides, each given as text.</summary>
internal sealed class RowComparison
{
    private readonly TableSchema _table;
    private readonly IReadOnlyList<int> _key;

    /// <param name="table">The table, as the source has it.</param>
    public RowComparison(TableSchema table)
    {
        _table = table;
        _key = RowKey.PositionsOf(table);
    }

    /// <param name="warehouse">The rows of the warehouse, of the same keys.</param>
    /// <returns>The rows that differ, by key.</returns>
    public IEnumerable<KeyDifference> Compare(IEnumerable<string?[]> source, IEnumerable<string?[]> warehouse)
    {
        var expected = Group(source);
        var found = Group(warehouse);
        return expected.Keys.Union(found.Keys)
            .SelectMany(key => Compare(expected.GetValueOrDefault(key) ?? [], found.GetValueOrDefault(key) ?? []))
            .OrderBy(difference => difference.Key.Length).ThenBy(difference => difference.Key, StringComparer.Ordinal);
    }

    private IEnumerable<KeyDifference> Compare(List<string?[]> source, List<string?[]> warehouse)
    {
        // Rows that are the same on both sides are set aside, so that the right ones are shown if several rows share a key.
        var rest = warehouse.ToList();
        foreach (var row in source)
        {
            var same = rest.FindIndex(other => FirstDifference(row, other) is null);
            if (same >= 0)
                rest.RemoveAt(same);
        }

        var missing = source.ToList();
        foreach (var row in warehouse)
        {
            var same = missing.FindIndex(other => FirstDifference(row, other) is null);
            if (same >= 0)
                missing.RemoveAt(same);
        }

        foreach (var (old, found) in missing.Zip(rest))
        {
            var column = FirstDifference(old, found)!.Value;
            yield return Difference(old, KeyDifferenceKind.Changed) with
            {
                Column = _table.Columns[column].Name,
                Source = Shown(column, old),
                Warehouse = Shown(column, found),
            };
        }

        foreach (var row in missing.Skip(rest.Count))
            yield return Difference(row, KeyDifferenceKind.OnlyInSource);
        foreach (var row in rest.Skip(missing.Count))
        {
            yield return Difference(
                row, source.Count > 0 ? KeyDifferenceKind.Repeated : KeyDifferenceKind.OnlyInWarehouse);
        }
    }

    private Dictionary<string, List<string?[]>> Group(IEnumerable<string?[]> rows)
    {
        var groups = new Dictionary<string, List<string?[]>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var key = string.Concat(_key.Select(column => row[column] is { } text ? $"{text.Length}:{text}" : "-"));
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = []);
            group.Add(row);
        }

        return groups;
    }

    private KeyDifference Difference(string?[] row, KeyDifferenceKind kind) => new(
        _table.Name, string.Join(", ", _key.Select(column => Shown(column, row) ?? "NULL")), kind, null, null, null);

    private string? Shown(int column, string?[] row) =>
        row[column] is { } text && _table.Columns[column].Type.Storage == ColumnStorage.Double
            ? FloatScale.Show(text)
            : row[column];

    private static int? FirstDifference(string?[] source, string?[] target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != target[i])
                return i;
        }

        return null;
    }
}
