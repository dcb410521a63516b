using Contabyx.Engine.Files;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class ValueCheckTests : IDisposable
{
    private const long Day = 86_400_000_000;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ColumnKind, int, int, long, bool> Numbers => new()
    {
        { ColumnKind.Boolean, 0, 0, 1, true },
        { ColumnKind.Boolean, 0, 0, 2, false },
        { ColumnKind.Boolean, 0, 0, -1, false },
        { ColumnKind.Int16, 0, 0, 32767, true },
        { ColumnKind.Int16, 0, 0, 32768, false },
        { ColumnKind.Int16, 0, 0, -32769, false },
        { ColumnKind.Int32, 0, 0, -2147483648, true },
        { ColumnKind.Int32, 0, 0, -2147483649, false },
        { ColumnKind.Int32, 0, 0, 2147483648, false },
        { ColumnKind.Int64, 0, 0, long.MinValue, true },
        { ColumnKind.Decimal, 18, 2, 999_999_999_999_999_999, true },
        { ColumnKind.Decimal, 18, 2, 1_000_000_000_000_000_000, false },
        { ColumnKind.Decimal, 18, 2, -1_000_000_000_000_000_000, false },
        { ColumnKind.Decimal, 3, 1, -999, true },
        { ColumnKind.Decimal, 3, 1, 1000, false },
        { ColumnKind.Date, 0, 0, 2_932_896, true },
        { ColumnKind.Date, 0, 0, 2_932_897, false },
        { ColumnKind.Date, 0, 0, -719_162, true },
        { ColumnKind.Date, 0, 0, -719_163, false },
        { ColumnKind.Time, 0, 0, Day - 1, true },
        { ColumnKind.Time, 0, 0, Day, false },
        { ColumnKind.Time, 0, 0, -1, false },
        { ColumnKind.Timestamp, 0, 0, (2_932_897 * Day) - 1, true },
        { ColumnKind.Timestamp, 0, 0, 2_932_897 * Day, false },
        { ColumnKind.TimestampTz, 0, 0, (-719_162 * Day) - 1, false },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_is_written_only_when_its_column_can_carry_it(
        ColumnKind kind, int precision, int scale, long value, bool good) =>
        await ExpectAsync(new ColumnType(kind, 0, precision, scale), value, good, "is outside");

    [Theory]
    [InlineData("99999999999999999999", true)]
    [InlineData("-99999999999999999999", true)]
    [InlineData("100000000000000000000", false)]
    [InlineData("-100000000000000000000", false)]
    public async Task A_wide_decimal_is_written_only_with_the_digits_of_its_type(string value, bool good) =>
        await ExpectAsync(ColumnType.Decimal(20, 5), Int128.Parse(value), good, "more digits than DECIMAL(20,5)");

    [Theory]
    [InlineData(ColumnKind.Float64, 1e308, true, "")]
    [InlineData(ColumnKind.Float64, double.NaN, false, "not finite")]
    [InlineData(ColumnKind.Float64, double.NegativeInfinity, false, "not finite")]
    [InlineData(ColumnKind.Float32, 0.5, true, "")]
    [InlineData(ColumnKind.Float32, 0.1, false, "does not fit into a 32-bit number")]
    [InlineData(ColumnKind.Float32, 1e39, false, "does not fit into a 32-bit number")]
    public async Task A_float_is_written_only_when_it_is_finite_and_exact(
        ColumnKind kind, double value, bool good, string reason) =>
        await ExpectAsync(ColumnType.Of(kind), value, good, reason);

    [Theory]
    [InlineData("616263", true, "")]
    [InlineData("c3a9c3a9", false, "it has 4 bytes, and VARCHAR(3) holds at most 3")]
    [InlineData("f09d849e", false, "it has 4 bytes")]
    [InlineData("610062", false, "a NUL character at byte 2")]
    [InlineData("ff", false, "not valid UTF-8")]
    [InlineData("c3", false, "not valid UTF-8")]
    [InlineData("c080", false, "not valid UTF-8")]
    [InlineData("eda080", false, "not valid UTF-8")]
    public async Task A_text_is_written_only_when_it_is_valid_and_short_enough_in_bytes(
        string hex, bool good, string reason) =>
        await ExpectAsync(ColumnType.Text(3), Convert.FromHexString(hex), good, reason);

    [Theory]
    [InlineData("00ff", true)]
    [InlineData("00ff00", false)]
    public async Task Bytes_are_written_only_when_they_are_few_enough(string hex, bool good) =>
        await ExpectAsync(
            new(ColumnKind.Binary, 2), Convert.FromHexString(hex), good, "it has 3 bytes, and VARBYTE(2) holds at most 2");

    [Fact]
    public async Task Two_texts_that_are_valid_only_together_are_refused()
    {
        var table = Table(ColumnType.Text(9));
        object?[][] rows = [[1L, new byte[] { 0xc3 }], [2L, new byte[] { 0xa9 }]];

        var refused = await Assert.ThrowsAsync<ValueRefusedException>(() => WriteAsync(table, rows));

        Assert.Equal((1L, "c3", 1), (refused.Row, refused.Hex, refused.Length));
    }

    [Fact]
    public async Task A_null_is_refused_where_the_column_is_not_null()
    {
        var refused = await Assert.ThrowsAsync<ValueRefusedException>(
            () => WriteAsync(Table(ColumnType.Of(ColumnKind.Date)) with { Name = "T" }, [[7L, 0L], [null, 0L]]));

        Assert.Equal(("T", "id", 2L), (refused.Table, refused.Column, refused.Row));
        Assert.Contains("NOT NULL", refused.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    public async Task The_first_bad_row_is_reported_with_its_key_whatever_the_blocks(int blockSize)
    {
        var table = new TableSchema(
            "T",
            [new("a", ColumnType.Of(ColumnKind.Int16)), new("b", ColumnType.Text(2)), new("c", ColumnType.Text(2))],
            ["b", "a"]);
        object?[][] rows = [[1L, "x", "x"], [2L, "y", "yyy"], [99999L, "z", "zzz"]];

        var refused = await Assert.ThrowsAsync<ValueRefusedException>(() => WriteAsync(table, rows, blockSize));

        Assert.Equal(("c", 2L, "y, 2", "yyy"), (refused.Column, refused.Row, refused.Key, refused.Text));
    }

    [Fact]
    public async Task A_row_of_more_text_than_COPY_takes_is_refused_by_its_longest_value()
    {
        ColumnSchema[] columns =
            [.. Enumerable.Range(0, 71).Select(i => new ColumnSchema($"t{i}", ColumnType.Text(65535)))];
        var row = columns.Select(object? (_, i) => new string('x', i == 3 ? 65535 : 60000)).ToArray();

        var refused = await Assert.ThrowsAsync<ValueRefusedException>(() => WriteAsync(new("T", columns, []), [row]));

        Assert.Equal(("t3", 65535), (refused.Column, refused.Length));
        Assert.Contains("4194304", refused.Reason);
    }

    [Fact]
    public async Task A_number_beneath_a_null_is_never_looked_at()
    {
        var table = Table(ColumnType.Of(ColumnKind.Int16));
        var block = new RowBlock(table, 1) { Count = 1 };
        block.Columns[1].Longs[0] = long.MaxValue;
        block.Columns[1].SetNull(0);

        await using var writer = TableWriters.Create(table, new() { Directory = _folder["out"] });
        await writer.WriteAsync(block, TestContext.Current.CancellationToken);
        var written = await writer.CompleteAsync(TestContext.Current.CancellationToken);

        Assert.Equal("0,\\N\n", await WriterRuns.TextOfAsync(written.Parts[0], FileCompression.Zstd));
    }

    private static TableSchema Table(ColumnType type) =>
        new("Checked", [new("id", ColumnType.Of(ColumnKind.Int64)), new("value", type, Nullable: true)], ["id"]);

    private async Task ExpectAsync(ColumnType type, object value, bool good, string reason)
    {
        // The value stands where several are compared at a time, and again where they are not.
        foreach (var before in new[] { 0, 5, 37 })
        {
            var empty = Enumerable.Range(1, before).Select(object?[] (id) => [(long)id, null]);
            object?[][] rows = [.. empty, [100L, value], [101L, null]];
            var writing = WriteAsync(Table(type), rows);
            if (good)
            {
                Assert.Equal(before + 2, (await writing).Totals.Rows);
                continue;
            }

            var refused = await Assert.ThrowsAsync<ValueRefusedException>(() => writing);
            Assert.Equal(("value", before + 1L, "100"), (refused.Column, refused.Row, refused.Key));
            Assert.Contains(reason, refused.Reason);
            Assert.False(Directory.Exists(_folder["out"]));
        }
    }

    private Task<WrittenTable> WriteAsync(TableSchema table, object?[][] rows, int blockSize = 256) =>
        WriterRuns.WriteAsync(table, rows, new() { Directory = _folder["out"] }, () => blockSize);
}
