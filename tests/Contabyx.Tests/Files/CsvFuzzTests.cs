namespace Contabyx.Tests;

public sealed class CsvFuzzTests : IDisposable
{
    private const string Alphabet = "ab ,\"\\\r\n\tN0é€𝄞";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Any_rows_in_any_blocks_and_pages_give_the_bytes_of_the_plain_reference(int seed)
    {
        var random = new Random(seed);
        var table = GoldenValues.Table;
        var rows = Enumerable.Range(0, 700).Select(_ => Row(random, table)).ToList();
        var (pageBytes, slices) = (random.Next(1, 4000), random.Next(1, 6));
        var expected = ReferenceCsv.Parts(table, rows, @"\N5", pageBytes, slices);

        for (var round = 0; round < 3; round++)
        {
            var written = await WriterRuns.WriteAsync(
                table,
                rows,
                new()
                {
                    Directory = _folder[$"{round}"],
                    Compression = FileCompression.None,
                    PageBytes = pageBytes,
                    PagesPerTurn = 1,
                    Slices = slices,
                    NullMarker = @"\N5",
                },
                () => random.Next(1, 256));

            var actual = new List<string>();
            foreach (var part in written.Parts)
                actual.Add(await WriterRuns.TextOfAsync(part, FileCompression.None));
            Assert.Equal(expected, actual);
        }
    }

    private static object?[] Row(Random random, TableSchema table) =>
        [.. table.Columns.Select(column => column.Nullable && random.Next(6) == 0 ? null : Value(random, column.Type))];

    private static object Value(Random random, ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => (long)random.Next(2),
        ColumnKind.Int16 => Number(random, short.MaxValue),
        ColumnKind.Int32 => Number(random, int.MaxValue),
        ColumnKind.Int64 => Number(random, long.MaxValue),
        ColumnKind.Decimal when type.Storage == ColumnStorage.Wide =>
            (Int128)Number(random, long.MaxValue) * Number(random, 1_000_000_000_000_000_000),
        ColumnKind.Decimal => Number(random, 999_999_999_999_999_999),
        ColumnKind.Float32 => (double)(float)(random.NextDouble() * Math.Pow(10, random.Next(-30, 30))),
        ColumnKind.Float64 => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
        ColumnKind.Date => random.NextInt64(-719_162, 2_932_897),
        ColumnKind.Time => Moment(random, 0, 86_400_000_000),
        ColumnKind.Timestamp or ColumnKind.TimestampTz =>
            Moment(random, -719_162 * 86_400_000_000, 2_932_897 * 86_400_000_000),
        ColumnKind.Text => Text(random, type.Length / 4),
        _ => Enumerable.Range(0, random.Next(type.Length + 1)).Select(_ => (byte)random.Next(256)).ToArray(),
    };

    // All lengths of numbers are equally likely.
    private static long Number(Random random, long largest) =>
        (random.NextInt64(largest) >> random.Next(63)) * (random.Next(2) == 0 ? 1 : -1);

    private static long Moment(Random random, long first, long end)
    {
        var moment = random.NextInt64(first, end);
        return random.Next(2) == 0 ? moment : moment - (((moment % 1_000_000) + 1_000_000) % 1_000_000);
    }

    private static string Text(Random random, int length)
    {
        var runes = Alphabet.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(length)).Select(_ => runes[random.Next(runes.Length)]));
    }
}
