namespace Contabyx.ServerTests;

/// <summary>Compares the warehouse with the source after each night, table by table.</summary>
/// <param name="rows">Reads both.</param>
internal sealed class ShopCheck(ShopRows rows)
{
    private readonly Dictionary<string, Dictionary<string, string>> _before = [];
    private readonly Dictionary<string, decimal> _watermarks = [];

    /// <summary>How many rows incremental nights left behind, as they may.</summary>
    public int Behind { get; private set; }

    /// <summary>How many of these a later comparison has found.</summary>
    public int Found { get; private set; }

    /// <summary>How many rows were compared.</summary>
    public int Compared { get; private set; }

    private readonly Dictionary<string, int> _behind = [];

    /// <summary>Checks one table.</summary>
    /// <param name="readWhole">Whether it was compared whole, though it is read by its watermark on other nights.</param>
    public async Task CheckAsync(ShopTable table, bool readWhole, string when)
    {
        var source = await rows.ReadSourceAsync(table);
        var warehouse = await rows.ReadWarehouseAsync(table, table.Live);
        Compared += source.Count;
        if (table.Key.Count > 0)
            Assert.True(warehouse.Select(row => row.Key).Distinct().Count() == warehouse.Count, $"{when}: {table.As} has a key twice.");
        if (table.Keeps)
            CheckKept(table, source, warehouse, when);
        else if (table.Watermark is not null && !readWhole)
            CheckIncrement(table, source, warehouse, when);
        else
            Same(source, warehouse, $"{when}: {table.As}");
        if (table.Gone is { } gone)
            await CheckGoneAsync(table, gone, source, when);
        if (readWhole && table.Watermark is not null)
        {
            Found += _behind.GetValueOrDefault(table.Name);
            _behind[table.Name] = 0;
        }

        Note(table, source, warehouse);
    }

    private static void Same(List<ShopRow> source, List<ShopRow> warehouse, string where)
    {
        string[] left = [.. source.Select(row => row.Text).Order(StringComparer.Ordinal)];
        string[] right = [.. warehouse.Select(row => row.Text).Order(StringComparer.Ordinal)];
        if (left.SequenceEqual(right))
            return;
        Assert.Fail($"{where} differs. Only the source has: {Some(left.Except(right))}. Only the warehouse has: "
            + $"{Some(right.Except(left))}. "
            + $"{left.Length} and {right.Length} rows.");
    }

    private static string Some(IEnumerable<string> texts) => string.Join("; ", texts.Take(3));

    // What an incremental night promises: all rows from the last watermark less the lookback on. The others stay as they were.
    private void CheckIncrement(ShopTable table, List<ShopRow> source, List<ShopRow> warehouse, string when)
    {
        var (there, before) = (warehouse.ToDictionary(row => row.Key, row => row.Text), _before.GetValueOrDefault(table.Name, []));
        var isFirst = !_watermarks.TryGetValue(table.Name, out var last);
        var behind = 0;
        foreach (var row in source.Where(row => there.GetValueOrDefault(row.Key) != row.Text))
        {
            Assert.False(isFirst || row.Watermark >= last - table.Lookback, $"{when}: {table.As} lacks {row.Text}");
            Assert.True(there.GetValueOrDefault(row.Key) == before.GetValueOrDefault(row.Key),
                $"{when}: {table.As} has a row that was never there instead of {row.Text}");
            behind++;
        }

        var keys = source.Select(row => row.Key).ToHashSet();
        foreach (var row in warehouse.Where(row => !keys.Contains(row.Key)))
        {
            Assert.True(IsSame(before.GetValueOrDefault(row.Key), row.Text),
                $"{when}: {table.As} has a row that the source never had: {row.Text}");
            behind++;
        }

        Behind += behind;
        _behind[table.Name] = behind;
    }

    // A column that came in the meantime is NULL in a row that the source no longer has.
    private static bool IsSame(string? before, string now) => now == before || now == before + "|NULL";

    private void CheckKept(ShopTable table, List<ShopRow> source, List<ShopRow> warehouse, string when)
    {
        var (keys, before) = (source.Select(row => row.Key).ToHashSet(), _before.GetValueOrDefault(table.Name, []));
        Same(source, [.. warehouse.Where(row => keys.Contains(row.Key))], $"{when}: {table.As}");
        var kept = warehouse.Where(row => !keys.Contains(row.Key)).ToDictionary(row => row.Key, row => row.Text);
        Assert.True(
            kept.OrderBy(row => row.Key).SequenceEqual(before.Where(row => !keys.Contains(row.Key)).OrderBy(row => row.Key)),
            $"{when}: {table.As} has not kept the deleted rows as they were.");
    }

    // All rows that were ever there and no longer are, as they were.
    private async Task CheckGoneAsync(ShopTable table, string gone, List<ShopRow> source, string when)
    {
        var keys = source.Select(row => row.Key).ToHashSet();
        var marked = await rows.ReadWarehouseAsync(table, gone);
        var name = table.Name + " ever";
        var ever = _before.GetValueOrDefault(name, []);
        var expected = ever.Where(row => !keys.Contains(row.Key)).Select(row => new ShopRow(row.Key, row.Value, null)).ToList();
        Same(expected, marked, $"{when}: the marked rows of {table.As}");
        foreach (var row in source)
            ever[row.Key] = row.Text;
        _before[name] = ever;
    }

    private void Note(ShopTable table, List<ShopRow> source, List<ShopRow> warehouse)
    {
        if (table.Key.Count > 0)
            _before[table.Name] = warehouse.ToDictionary(row => row.Key, row => row.Text);
        if (source.Max(row => row.Watermark) is { } highest)
            _watermarks[table.Name] = highest;
    }
}
