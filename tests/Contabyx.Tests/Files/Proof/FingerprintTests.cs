using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

/// <summary>The fingerprint that the exporter takes, held against the system's MD5 of the text that the documents specify.</summary>
public sealed class FingerprintTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("abc")]
    [InlineData("message digest")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890")]
    public void A_digest_is_the_one_of_the_standard(string message)
    {
        var bytes = Encoding.ASCII.GetBytes(message);

        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(bytes)), Assert.Single(Digests([bytes])));
    }

    [Fact]
    public void Messages_of_all_lengths_are_hashed_side_by_side_as_each_alone()
    {
        var random = new Random(1);
        var messages = Enumerable.Range(0, 1_000).Select(_ =>
        {
            var message = new byte[random.Next(8) == 0 ? random.Next(5_000) : random.Next(130)];
            random.NextBytes(message);
            return message;
        }).ToList();

        Assert.Equal(messages.Select(message => Convert.ToHexStringLower(MD5.HashData(message))), Digests(messages));
    }

    [Fact]
    public void The_fingerprint_of_a_table_is_the_sum_over_its_rows_in_any_order_and_in_blocks_of_any_size()
    {
        var rows = Enumerable.Range(0, 100).Select(i => (Id: (long)i, Name: i % 7 == 0 ? null : $"n{i}", Cents: i * 101L)).ToList();
        var expected = rows.Aggregate(UInt128.Zero, (sum, row) => sum + Number(
            $"{row.Id},{row.Name?.Length},{row.Name}{row.Cents / 100}.{row.Cents % 100:00},"));

        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Fingerprint(rows, 100));
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Fingerprint(Enumerable.Reverse(rows), 7));
    }

    [Fact]
    public void Each_change_of_values_changes_the_fingerprint_though_counts_and_sums_stay_as_they_are()
    {
        (long, string?, long)[] before = [(1, "ab", 500), (2, "cd", 700), (3, "", 900), (4, null, 100)];
        (long, string?, long)[][] changed =
        [
            [(1, "ac", 500), (2, "cd", 700), (3, "", 900), (4, null, 100)],
            [(1, "ab", 700), (2, "cd", 500), (3, "", 900), (4, null, 100)],
            [(1, "cd", 500), (2, "ab", 700), (3, "", 900), (4, null, 100)],
            [(1, "ab", 500), (2, "cd", 700), (3, null, 900), (4, "", 100)],
            [(1, "ab", 600), (2, "cd", 600), (3, "", 900), (4, null, 100)],
            [(2, "ab", 500), (1, "cd", 700), (3, "", 900), (4, null, 100)],
        ];

        Assert.All(changed, rows =>
        {
            Assert.NotEqual(Fingerprint(before, 4), Fingerprint(rows, 4));
            Assert.NotEmpty(Totals(before, 4).Differences(Totals(rows, 4)));
        });
    }

    [Fact]
    public void No_number_of_columns_or_bytes_makes_a_group_too_long()
    {
        var columns = Enumerable.Range(0, 1_017).Select(i => new ColumnSchema(
            $"c{i}", i % 3 == 0 ? ColumnType.Text(65_535) : i % 3 == 1 ? new(ColumnKind.Binary, 65_535) : ColumnType.Of(ColumnKind.Int64)));

        var groups = RowLayout.Of([.. columns]).Groups;

        Assert.All(groups, group =>
        {
            Assert.InRange(group.Count, 1, RowLayout.GroupPieces);
            Assert.InRange(group.Where(piece => piece.Kind == RowPieceKind.Bytes).Sum(piece => piece.Count), 0, RowLayout.GroupBytes);
        });
    }

    [Theory]
    [InlineData(0.0, "a0:0")]
    [InlineData(1.5, "c1:2305843009213693952")]
    [InlineData(-1.5, "c-1:-2305843009213693952")]
    [InlineData(double.MaxValue, "f+")]
    [InlineData(-double.MaxValue, "f-")]
    public void A_floating_point_number_is_written_as_whole_numbers(double value, string expected) =>
        Assert.Equal(expected, FloatText(value));

    [Theory]
    [InlineData(1.0, -150)]
    [InlineData(1.0, -83)]
    [InlineData(1.0, -10)]
    [InlineData(1.1, 0)]
    [InlineData(1.1, 62)]
    [InlineData(1.0, 63)]
    [InlineData(1.7, 135)]
    [InlineData(1.7, 207)]
    public void The_next_floating_point_number_has_another_text(double fraction, int exponent)
    {
        var value = Math.ScaleB(fraction, exponent);

        Assert.NotEqual(FloatText(value), FloatText(Math.BitIncrement(value)));
        Assert.NotEqual(FloatText(value), FloatText(Math.BitDecrement(value)));
        Assert.NotEqual(FloatText(value), FloatText(-value));
    }

    [Fact]
    public void The_sign_of_zero_is_not_seen() => Assert.Equal(FloatText(0.0), FloatText(-0.0));

    private static readonly TableSchema Table = new(
        "T",
        [
            new ColumnSchema("id", ColumnType.Of(ColumnKind.Int64)),
            new ColumnSchema("name", ColumnType.Text(10), Nullable: true),
            new ColumnSchema("amount", ColumnType.Decimal(18, 2)),
        ],
        ["id"]);

    private static string? Fingerprint(IEnumerable<(long, string?, long)> rows, int blockRows) => Totals(rows, blockRows).Fingerprint;

    private static TableTotals Totals(IEnumerable<(long Id, string? Name, long Cents)> rows, int blockRows)
    {
        var counter = new TotalsCounter(Table);
        foreach (var some in rows.Chunk(blockRows))
        {
            var block = new RowBlock(Table, blockRows) { Count = some.Length };
            for (var i = 0; i < some.Length; i++)
            {
                block.Columns[0].Longs[i] = some[i].Id;
                if (some[i].Name is { } name)
                    block.Columns[1].SetBytes(i, Encoding.UTF8.GetBytes(name));
                else
                    block.Columns[1].SetNull(i);
                block.Columns[2].Longs[i] = some[i].Cents;
            }

            counter.Add(block);
        }

        return counter.Complete();
    }

    private static ulong Number(string text) => ulong.Parse(
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)))[..15], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string FloatText(double value)
    {
        var type = ColumnType.Of(ColumnKind.Float64);
        var vector = new ColumnVector(type, 1);
        vector.Doubles[0] = value;
        var field = new ExactFloatField();
        field.Bind(vector, 1);
        var text = new byte[64];
        return Encoding.ASCII.GetString(text, 0, field.Write(0, ref text[0]));
    }

    private static List<string> Digests(IReadOnlyList<byte[]> contents)
    {
        var messages = new Md5Messages();
        foreach (var content in contents)
        {
            content.CopyTo(messages.Reserve(content.Length));
            messages.Add(content.Length);
        }

        var digests = new Md5Digest[contents.Count];
        new Md5Lanes().Hash(messages, digests);
        return [.. digests.Select(digest =>
        {
            var text = new byte[Md5Digest.TextLength];
            digest.WriteText(text);
            return Encoding.ASCII.GetString(text);
        })];
    }
}
