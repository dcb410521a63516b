using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

public sealed class RedshiftKeysTests
{
    [Theory]
    [InlineData("PRIMARY KEY (id)", "PRIMARY KEY: id")]
    [InlineData("PRIMARY KEY (b, a)", "PRIMARY KEY: b|a")]
    [InlineData("""PRIMARY KEY ("line no", "a""b", "x, y")""", """PRIMARY KEY: line no|a"b|x, y""")]
    [InlineData("UNIQUE (a)", "UNIQUE: a")]
    [InlineData("FOREIGN KEY (client_id) REFERENCES clients(id)", "FOREIGN KEY: client_id")]
    public void A_definition_names_its_columns_in_order(string definition, string expected)
    {
        var key = Assert.Single(RedshiftKeys.ReadDefinitions([["t", definition]]));

        Assert.Equal(expected, $"{key.Kind}: {string.Join('|', key.Columns)}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("CHECK (a > 1)")]
    public void What_is_no_key_is_left_out(string? definition) =>
        Assert.Empty(RedshiftKeys.ReadDefinitions([["t", definition]]));
}
