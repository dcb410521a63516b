using Contabyx.Engine.Sources.MySql;

namespace Contabyx.Tests;

public sealed class MySqlTypesTests
{
    [Theory]
    [InlineData("tinyint", "tinyint(1)", "SMALLINT")]
    [InlineData("tinyint", "tinyint(3) unsigned", "SMALLINT")]
    [InlineData("smallint", "smallint(6)", "SMALLINT")]
    [InlineData("smallint", "smallint(5) unsigned", "INTEGER")]
    [InlineData("mediumint", "mediumint(8) unsigned", "INTEGER")]
    [InlineData("int", "int", "INTEGER")]
    [InlineData("int", "int(10) unsigned zerofill", "BIGINT")]
    [InlineData("bigint", "bigint", "BIGINT")]
    [InlineData("bigint", "bigint unsigned", "DECIMAL(20,0)")]
    [InlineData("float", "float", "REAL")]
    [InlineData("double", "double unsigned", "DOUBLE PRECISION")]
    [InlineData("date", "date", "DATE")]
    [InlineData("datetime", "datetime(6)", "TIMESTAMP")]
    [InlineData("timestamp", "timestamp", "TIMESTAMPTZ")]
    [InlineData("year", "year(4)", "SMALLINT")]
    [InlineData("json", "json", "VARCHAR(65535)")]
    [InlineData("uuid", "uuid", "VARCHAR(36)")]
    [InlineData("inet6", "inet6", "VARCHAR(45)")]
    [InlineData("point", "point", "VARBYTE(65535)")]
    [InlineData("geomcollection", "geomcollection", "VARBYTE(65535)")]
    public void A_type_without_limits_has_one_rule(string dataType, string fullType, string expected) =>
        Assert.Equal(expected, Map(new MySqlColumn("c", dataType, fullType)).Type.ToString());

    [Theory]
    [InlineData(1, "BOOLEAN")]
    [InlineData(2, "BIGINT")]
    [InlineData(63, "BIGINT")]
    [InlineData(64, "DECIMAL(20,0)")]
    public void Bits_are_a_boolean_or_a_number(int bits, string expected) =>
        Assert.Equal(expected, Map(new MySqlColumn("c", "bit", $"bit({bits})", Digits: bits)).Type.ToString());

    [Theory]
    [InlineData("varchar", 10, 40, "utf8mb4", 40)]
    [InlineData("varchar", 10, 30, "utf8mb3", 30)]
    [InlineData("char", 10, 10, "latin1", 30)]
    [InlineData("char", 10, 10, "ascii", 10)]
    [InlineData("char", 10, 40, "utf32", 40)]
    [InlineData("char", 0, 0, "utf8mb4", 1)]
    [InlineData("varchar", 16_383, 65_532, "utf8mb4", 65_532)]
    [InlineData("varchar", 65_532, 65_532, "latin1", 65_535)]
    [InlineData("enum", 7, 28, "utf8mb4", 28)]
    [InlineData("set", 20, 20, "latin1", 60)]
    [InlineData("tinytext", 255, 255, "utf8mb4", 255)]
    [InlineData("tinytext", 255, 255, "latin1", 765)]
    [InlineData("text", 65_535, 65_535, "utf8mb4", 65_535)]
    [InlineData("longtext", 4_294_967_295, 4_294_967_295, "utf8mb4", 65_535)]
    public void Texts_are_as_long_as_their_characters_may_become(
        string type, long characters, long octets, string characterSet, int expected)
    {
        var column = new MySqlColumn("c", type, type, Characters: characters, Octets: octets, CharacterSet: characterSet);
        Assert.Equal(ColumnType.Text(expected), Map(column).Type);
    }

    [Theory]
    [InlineData("binary", 3, 3)]
    [InlineData("varbinary", 9, 9)]
    [InlineData("tinyblob", 255, 255)]
    [InlineData("longblob", 4_294_967_295, 65_535)]
    public void Byte_strings_keep_their_length(string type, long octets, int expected) => Assert.Equal(
        new ColumnType(ColumnKind.Binary, expected), Map(new MySqlColumn("c", type, type, Octets: octets)).Type);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(3, 14)]
    [InlineData(6, 17)]
    public void Times_are_texts_since_they_pass_a_day(int fraction, int expected) => Assert.Equal(
        ColumnType.Text(expected), Map(new MySqlColumn("c", "time", "time", Fraction: fraction)).Type);

    [Fact]
    public void Decimals_stay_as_they_are_up_to_38_digits_and_are_refused_beyond()
    {
        var widest = Map(new MySqlColumn("c", "decimal", "decimal(38,10)", Digits: 38, Scale: 10));
        Assert.Equal((ColumnType.Decimal(38, 10), null), (widest.Type, widest.Refusal));
        var wider = Map(new MySqlColumn("c", "decimal", "decimal(39,10)", Digits: 39, Scale: 10));
        Assert.Contains("decimal(39,10)", wider.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_type_is_refused_by_name() =>
        Assert.Contains("xmltype", Map(new MySqlColumn("c", "xmltype", "xmltype")).Refusal, StringComparison.Ordinal);

    [Theory]
    [InlineData("tinyint(1)", "BOOLEAN")]
    [InlineData("tinyint(4)", "SMALLINT")]
    public void A_tinyint_of_one_digit_is_a_boolean_only_where_that_was_chosen(string fullType, string expected) =>
        Assert.Equal(
            expected, MySqlTypes.Map(new MySqlColumn("c", "tinyint", fullType), tinyIntAsBoolean: true).Type.ToString());

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1.50", "-150")]
    [InlineData("-9999999999999999999999999999.9999999999", "-99999999999999999999999999999999999999")]
    public void Long_decimals_are_read_digit_by_digit(string text, string expected) =>
        Assert.Equal(Int128.Parse(expected), MySqlWideField.Unscaled(System.Text.Encoding.ASCII.GetBytes(text)));

    private static ColumnSchema Map(MySqlColumn column) => MySqlTypes.Map(column, tinyIntAsBoolean: false);
}
