using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class ColumnMaskTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key for tests only");

    [Theory]
    [InlineData("maria@example.com", "****.com")]
    [InlineData("+55 11 98765-4321", "****4321")]
    [InlineData("123456789", "****6789")]
    [InlineData("12345678", "****")]
    [InlineData("", "****")]
    [InlineData("São Paulo, Brasília", "****ília")]
    [InlineData("\U0001F600\U0001F601\U0001F602\U0001F603\U0001F604\U0001F605\U0001F606\U0001F607\U0001F608",
        "****\U0001F605\U0001F606\U0001F607\U0001F608")]
    public void The_last_four_characters_are_shown_of_nine_or_more(string value, string expected) =>
        Assert.Equal(expected, MaskText(value, MaskKind.Last4));

    [Fact]
    public void A_hash_is_the_keyed_one_of_the_text()
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("maria@example.com")));

        Assert.Equal(expected, MaskText("maria@example.com", MaskKind.Hash));
        Assert.Equal("REDACTED", MaskText("maria@example.com", MaskKind.Redact));
        Assert.Null(MaskText("maria@example.com", MaskKind.Null));
    }

    [Fact]
    public void The_same_value_hashes_alike_whatever_type_carries_it()
    {
        ColumnType[] whole =
            [ColumnType.Of(ColumnKind.Int16), ColumnType.Of(ColumnKind.Int32), ColumnType.Of(ColumnKind.Int64), ColumnType.Decimal(18, 0)];

        var hashes = whole.Select(type => Mask(type, MaskKind.Hash, (vector, row) => vector.Longs[row] = 1))
            .Append(Mask(ColumnType.Decimal(38, 0), MaskKind.Hash, (vector, row) => vector.Wides[row] = 1))
            .Append(MaskText("1", MaskKind.Hash));

        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [InlineData(MaskKind.Hash)]
    [InlineData(MaskKind.Last4)]
    [InlineData(MaskKind.Redact)]
    [InlineData(MaskKind.Null)]
    public void Null_stays_null(MaskKind mask) =>
        Assert.Null(Mask(ColumnType.Text(10), mask, (vector, row) => vector.SetNull(row)));

    [Fact]
    public void A_value_that_no_file_carries_is_refused_without_being_shown()
    {
        var refusal = Assert.Throws<ValueRefusedException>(() =>
            Mask(ColumnType.Of(ColumnKind.Date), MaskKind.Hash, (vector, row) => vector.Longs[row] = 99_999_999));

        Assert.Equal(("", 0, 3L), (refusal.Text, refusal.Length, refusal.Row));
        Assert.DoesNotContain("99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_is_masked_row_by_row_with_nulls_among_them()
    {
        var text = new ColumnVector(ColumnType.Text(100), 4);
        text.SetBytes(0, "a"u8);
        text.SetNull(1);
        text.SetBytes(2, ""u8);
        text.SetBytes(3, "long enough"u8);
        var column = new ColumnSchema("c", ColumnType.Text(100), true);
        var masked = new ColumnVector(Masking.Of(column, MaskKind.Last4).Type, 4);

        new ColumnMask("t", column, Masking.Of(column, MaskKind.Last4), MaskKind.Last4, []).Apply(text, 4, masked, 0);

        Assert.Equal(["****", null, "****", "****ough"], Enumerable.Range(0, 4).Select(row =>
            masked.Nulls[row] ? null : Encoding.UTF8.GetString(masked.GetBytes(row))));
    }

    private static string? MaskText(string value, MaskKind mask) =>
        Mask(ColumnType.Text(100), mask, (vector, row) => vector.SetBytes(row, Encoding.UTF8.GetBytes(value)));

    private static string? Mask(ColumnType type, MaskKind mask, Action<ColumnVector, int> set)
    {
        var column = new ColumnSchema("c", type, Nullable: true);
        var sent = Masking.Of(column, mask);
        var from = new ColumnVector(type, 1);
        set(from, 0);
        var to = new ColumnVector(sent.Type, 1);
        new ColumnMask("t", column, sent, mask, Key).Apply(from, 1, to, 2);
        return to.Nulls[0] ? null : Encoding.UTF8.GetString(to.GetBytes(0));
    }
}
