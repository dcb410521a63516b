using System.Globalization;
using Contabyx.Engine.Compare;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Tests;

/// <summary>
/// A table with a column of each kind, and random single changes of its rows in a warehouse: each must be found by the
/// totals that a load proves, and its row by the search for keys.
/// </summary>
internal sealed class Mutations
{
    private const int RowCount = 60;
    private const int Name = 9;
    private const int Note = 10;

    private readonly Random _random;
    private readonly object?[][] _rows;

    public Mutations(int seed)
    {
        _random = new Random(seed);
        _rows = [.. Enumerable.Range(1, RowCount).Select(NewRow)];
    }

    public static TableSchema Table { get; } = new(
        "Mutated",
        [
            new ColumnSchema("id", ColumnType.Of(ColumnKind.Int64)),
            new ColumnSchema("flag", ColumnType.Of(ColumnKind.Boolean), Nullable: true),
            new ColumnSchema("small", ColumnType.Of(ColumnKind.Int16), Nullable: true),
            new ColumnSchema("one", ColumnType.Of(ColumnKind.Int32), Nullable: true),
            new ColumnSchema("two", ColumnType.Of(ColumnKind.Int32), Nullable: true),
            new ColumnSchema("amount", ColumnType.Decimal(18, 2), Nullable: true),
            new ColumnSchema("wide", ColumnType.Decimal(38, 10), Nullable: true),
            new ColumnSchema("ratio", ColumnType.Of(ColumnKind.Float64), Nullable: true),
            new ColumnSchema("short_ratio", ColumnType.Of(ColumnKind.Float32), Nullable: true),
            new ColumnSchema("name", ColumnType.Text(80), Nullable: true),
            new ColumnSchema("note", ColumnType.Text(80), Nullable: true),
            new ColumnSchema("day", ColumnType.Of(ColumnKind.Date), Nullable: true),
            new ColumnSchema("clock", ColumnType.Of(ColumnKind.Time), Nullable: true),
            new ColumnSchema("stamp", ColumnType.Of(ColumnKind.Timestamp), Nullable: true),
            new ColumnSchema("moment", ColumnType.Of(ColumnKind.TimestampTz), Nullable: true),
            new ColumnSchema("bytes", new ColumnType(ColumnKind.Binary, 40), Nullable: true),
        ],
        ["id"]);

    /// <summary>Changes rows in a warehouse, each time in a transaction that is rolled back.</summary>
    /// <returns>How many changes the totals found, and how many rows the search for keys found.</returns>
    public async Task<(int Found, int Located)> RunAsync(
        IWarehouse warehouse, ISqlWords words, TableSchema table, int changes, CancellationToken cancellation)
    {
        await warehouse.PrepareTableAsync(table, TableLayout.Auto, cancellation);
        var target = words.Table(table.Name);
        foreach (var row in _rows)
            await Run($"INSERT INTO {target} VALUES ({string.Join(", ", row.Select((value, i) => Literal(words, i, value)))})");
        var (snapshot, counter) = (new Snapshot(this), new TotalsCounter(table));
        counter.Add(Block());
        var expected = counter.Complete();
        Assert.Empty(expected.Differences(await warehouse.ReadTotalsAsync(table, null, cancellation)));
        var (found, located) = (0, 0);
        for (var i = 0; i < changes; i++)
        {
            var (id, statements) = Change(words, target, i);
            await Run("BEGIN");
            foreach (var statement in statements)
                await Run(statement);
            var totals = await warehouse.ReadTotalsAsync(table, null, cancellation);
            var search = new KeySearch(table, table, new SourceTotals(table, snapshot), warehouse, limit: 5);
            var (keys, _) = await search.FindAsync(expected, totals, cancellation);
            await Run("ROLLBACK");
            found += expected.Differences(totals).Count > 0 ? 1 : 0;
            var isThere = keys.Any(key => key.Key.Split(", ")[0] == id.ToString(CultureInfo.InvariantCulture));
            located += isThere && keys.Count <= 4 ? 1 : 0;
            Assert.True(isThere, $"Change {i} was not located: {string.Join("; ", statements)}");
        }

        return (found, located);

        Task Run(string statement) => warehouse.QueryAsync(statement, cancellation);
    }

    private (long Id, IReadOnlyList<string> Statements) Change(ISqlWords words, string target, int number)
    {
        var row = _rows[_random.Next(RowCount)];
        var id = (long)row[0]!;
        var where = $" WHERE {words.Column("id")} = {id}";
        switch (number % 8)
        {
            case 0:
                return (id, [$"DELETE FROM {target}{where}"]);
            case 1:
                return (id, [$"INSERT INTO {target} SELECT * FROM {target}{where}"]);
            case 2:
                return SwapRows(words, target);
            case 3:
                return (id, [Update(words, target, id, SwapColumns(row))]);
            case 4:
                var text = _random.Next(2) == 0 ? Name : Note;
                return (id, [Update(words, target, id, [(text, row[text] is null ? "" : null)])]);
            case 5:
                var other = _rows.First(candidate => (long)candidate[0]! != id);
                return (id,
                [
                    Update(words, target, id, [(5, (long)(row[5] ?? 0L) + 1)]),
                    Update(words, target, (long)other[0]!, [(5, (long)(other[5] ?? 0L) - 1)]),
                ]);
            default:
                var column = _random.Next(1, Table.Columns.Count);
                return (id, [Update(words, target, id, [(column, Other(column, row[column]))])]);
        }
    }

    // Two rows exchange a value in which they differ.
    private (long Id, IReadOnlyList<string> Statements) SwapRows(ISqlWords words, string target)
    {
        while (true)
        {
            var (one, other, column) = (_rows[_random.Next(RowCount)], _rows[_random.Next(RowCount)], _random.Next(1, Table.Columns.Count));
            if (Literal(words, column, one[column]) == Literal(words, column, other[column]))
                continue;
            return ((long)one[0]!,
            [
                Update(words, target, (long)one[0]!, [(column, other[column])]),
                Update(words, target, (long)other[0]!, [(column, one[column])]),
            ]);
        }
    }

    // Two columns of a row exchange their values, or the last letter of one becomes the first of the next.
    private (int Column, object? Value)[] SwapColumns(object?[] row)
    {
        if (!Equals(row[3], row[4]) && _random.Next(2) == 0)
            return [(3, row[4]), (4, row[3])];
        var (name, note) = ((string?)row[Name], (string?)row[Note]);
        if (name?.Length > 0 && note is not null)
            return [(Name, name[..^1]), (Note, name[^1] + note)];
        return name == note ? [(Name, (name ?? "") + "x")] : [(Name, note), (Note, name)];
    }

    // The same value with one letter, one digit, one bit or the sign changed.
    private object? Other(int column, object? value) => (Table.Columns[column].Type.Kind, value) switch
    {
        (_, null) => NewValue(column, Table.Columns[column].Type),
        (ColumnKind.Boolean, long flag) => 1 - flag,
        (ColumnKind.Decimal or ColumnKind.Int32 or ColumnKind.Int16, long number) =>
            number != 0 && _random.Next(2) == 0 ? -number : number + (number < 0 ? 1 : -1),
        (_, long number) => number + 1,
        (_, Int128 number) => number + 1,
        (ColumnKind.Float32, double number) => (double)MathF.BitIncrement((float)number),
        (_, double number) => Math.BitIncrement(number),
        (_, string text) => text.Length == 0 ? "x" : Changed(text),
        (_, byte[] bytes) => bytes.Length == 0 ? new byte[1] : (byte[])[.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
        _ => throw new InvalidOperationException($"Column {column} has a value of no known type."),
    };

    private string Changed(string text)
    {
        var at = _random.Next(text.Length);
        return text[..at] + (text[at] == 'q' ? 'z' : 'q') + text[(at + 1)..];
    }

    private object?[] NewRow(int id) =>
    [
        (long)id * 7, .. Table.Columns.Skip(1).Select((column, i) => _random.Next(6) == 0 ? null : NewValue(i + 1, column.Type)),
    ];

    private object NewValue(int column, ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => (long)_random.Next(2),
        ColumnKind.Int16 => (long)_random.Next(-30_000, 30_000),
        ColumnKind.Int32 => (long)_random.Next(-5, 5),
        ColumnKind.Decimal when type.Storage == ColumnStorage.Wide => (Int128)_random.NextInt64() * _random.NextInt64(1L << 50),
        ColumnKind.Decimal => _random.NextInt64(-5_000_000, 5_000_000),
        ColumnKind.Float32 => (double)(float)(_random.NextDouble() * Math.Pow(10, _random.Next(-8, 8))),
        ColumnKind.Float64 => _random.NextDouble() * Math.Pow(10, _random.Next(-12, 12)),
        ColumnKind.Date => _random.NextInt64(0, 20_000),
        ColumnKind.Time => _random.NextInt64(86_399_000_000),
        ColumnKind.Timestamp or ColumnKind.TimestampTz => _random.NextInt64(1_700_000_000_000_000),
        ColumnKind.Binary => Bytes(_random.Next(0, 20)),
        _ => string.Concat(Enumerable.Range(0, _random.Next(0, 12)).Select(_ => "abcdefgh,'é\"\\ 12"[_random.Next(16)])),
    };

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Update(ISqlWords words, string target, long id, (int Column, object? Value)[] values) =>
        $"UPDATE {target} SET "
        + string.Join(
            ", ", values.Select(set => $"{words.Column(Table.Columns[set.Column].Name)} = {Literal(words, set.Column, set.Value)}"))
        + $" WHERE {words.Column("id")} = {id}";

    private string Literal(ISqlWords words, int column, object? value)
    {
        var type = Table.Columns[column].Type;
        return value switch
        {
            null => "NULL",
            byte[] bytes => $"from_hex('{Convert.ToHexStringLower(bytes)}')",
            string text => words.Literal(text),
            double number => string.Create(CultureInfo.InvariantCulture, $"CAST('{number:R}' AS {type})"),
            _ => $"CAST('{Text(column, value)}' AS {type})",
        };
    }

    private static string Text(int column, object value)
    {
        var schema = new TableSchema("T", [Table.Columns[column]], []);
        var block = new RowBlock(schema, 1) { Count = 1 };
        TestRows.Set(block.Columns[0], 0, value);
        return new RowText(schema).Of(block).Single()[0]!;
    }

    private RowBlock Block()
    {
        var block = new RowBlock(Table, RowCount) { Count = RowCount };
        for (var row = 0; row < RowCount; row++)
        {
            for (var column = 0; column < _rows[row].Length; column++)
                TestRows.Set(block.Columns[column], row, _rows[row][column]);
        }

        return block;
    }

    private sealed class Snapshot(Mutations rows) : ISnapshot
    {
        public SnapshotLevel Level => SnapshotLevel.Consistent;

        public string? LevelReason => null;

        public Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation) =>
            Task.FromResult<long?>(RowCount);

        public Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation) => Task.FromResult<KeyRange?>(null);

        public IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation) =>
            [rows.Block()];

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
