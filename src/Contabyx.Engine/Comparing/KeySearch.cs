using System.Globalization;

namespace Contabyx.Engine;

/// <summary>
/// Finds the rows of a table that differ between source and warehouse. Ranges of keys whose control totals are equal
/// are passed over; the others are halved until their rows are few enough to be held side by side.
/// </summary>
/// <remarks>
/// Changes that leave every total of a range as it was, such as two rows that swapped a value, are found only where
/// their range is read row by row.
/// </remarks>
internal sealed class KeySearch(TableSchema table, ISnapshot snapshot, IWarehouse warehouse, int limit)
{
    private const int FewRows = 2_000;

    private readonly List<KeyDifference> _found = [];
    private readonly RowText _text = new(table);

    /// <summary>Looks for rows that differ.</summary>
    /// <param name="range">The keys among which to look.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Up to the limit, by key, and whether there are more.</returns>
    public async Task<(IReadOnlyList<KeyDifference> Found, bool Cut)> FindAsync(
        KeyRange range, CancellationToken cancellation)
    {
        await SearchAsync(range, cancellation).ConfigureAwait(false);
        var cut = _found.Count > limit;
        return (cut ? _found.GetRange(0, limit) : _found, cut);
    }

    /// <summary>The control totals of a table's rows at the source.</summary>
    /// <param name="table">The table.</param>
    /// <param name="snapshot">Where they are read.</param>
    /// <param name="range">Which rows; NULL for all.</param>
    /// <param name="progress">Told of rows read; NULL for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static TableTotals Count(
        TableSchema table, ISnapshot snapshot, KeyRange? range, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (counter, rows) = (new TotalsCounter(table), 0L);
        foreach (var block in snapshot.Read(table, range, cancellation))
        {
            counter.Add(block);
            rows += block.Count;
            progress?.Report(new StageProgress(table.Name, rows, null));
        }

        return counter.Complete();
    }

    private async Task SearchAsync(KeyRange range, CancellationToken cancellation)
    {
        if (range.First > range.Last || _found.Count > limit)
            return;
        var source = Count(table, snapshot, range, null, cancellation);
        var target = await warehouse.ReadTotalsAsync(table, range, cancellation).ConfigureAwait(false);
        if (source.Differences(target).Count == 0)
            return;
        if (source.Rows + target.Rows <= FewRows || range.First == range.Last)
        {
            await CompareRowsAsync(range, cancellation).ConfigureAwait(false);
            return;
        }

        var middle = range.First + (long)(((Int128)range.Last - range.First) / 2);
        await SearchAsync(range with { Last = middle }, cancellation).ConfigureAwait(false);
        await SearchAsync(range with { First = middle + 1 }, cancellation).ConfigureAwait(false);
    }

    private async Task CompareRowsAsync(KeyRange range, CancellationToken cancellation)
    {
        var missing = new Dictionary<long, string?[]>();
        foreach (var block in snapshot.Read(table, range, cancellation))
        {
            foreach (var row in _text.Of(block))
                missing[KeyOf(row)] = row;
        }

        var seen = new HashSet<long>();
        var found = new List<KeyDifference>();
        var rows = await warehouse.ReadRowsAsync(table, range, FewRows + 1, cancellation).ConfigureAwait(false);
        foreach (var row in rows)
        {
            var key = KeyOf(row);
            if (!seen.Add(key))
                found.Add(new KeyDifference(table.Name, key, KeyDifferenceKind.Repeated, null, null, null));
            else if (!missing.Remove(key, out var expected))
                found.Add(new KeyDifference(table.Name, key, KeyDifferenceKind.OnlyInWarehouse, null, null, null));
            else if (FirstDifference(expected, row) is { } column)
                found.Add(new KeyDifference(
                    table.Name, key, KeyDifferenceKind.Changed, table.Columns[column].Name, expected[column], row[column]));
        }

        found.AddRange(missing.Keys.Select(key =>
            new KeyDifference(table.Name, key, KeyDifferenceKind.OnlyInSource, null, null, null)));
        _found.AddRange(found.OrderBy(difference => difference.Key));
    }

    private int? FirstDifference(string?[] source, string?[] target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != target[i] && !SameNumber(table.Columns[i].Type, source[i], target[i]))
                return i;
        }

        return null;
    }

    // Floating-point numbers have many texts.
    private static bool SameNumber(ColumnType type, string? a, string? b) =>
        type.Storage == ColumnStorage.Double && a is not null && b is not null
        && double.Parse(a, CultureInfo.InvariantCulture).Equals(double.Parse(b, CultureInfo.InvariantCulture));

    private long KeyOf(string?[] row) => long.Parse(row[table.RangeKey]!, CultureInfo.InvariantCulture);
}
