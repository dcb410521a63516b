using Contabyx.Engine.Connections;
using Contabyx.Engine.Setup;

namespace Contabyx.ServerTests;

/// <summary>A table that is there takes the rows when their values fit, and is altered only when a value needs it.</summary>
public sealed class FitByValuesTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("code VARCHAR(10) NOT NULL, v INTEGER, PRIMARY KEY (code)", "it belongs to a PRIMARY KEY")]
    [InlineData("code VARCHAR(10) NOT NULL UNIQUE, v INTEGER", "it belongs to a UNIQUE")]
    [InlineData("code VARCHAR(10) NOT NULL DEFAULT 'x', v INTEGER", "it has a default")]
    [InlineData("code VARCHAR(10) NOT NULL ENCODE bytedict, v INTEGER", "its encoding is bytedict")]
    [InlineData("code VARCHAR(10) NOT NULL, v INTEGER", "the view of_codes is bound to it")]
    public async Task A_text_that_cannot_be_widened_takes_what_fits_and_names_what_does_not(string columns, string reason)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync($"CREATE TABLE \"Codes\" ({columns})");
        if (reason.Contains("view", StringComparison.Ordinal))
            await pipeline.QueryAsync("CREATE VIEW of_codes AS SELECT code FROM \"Codes\"");
        await pipeline.ChangeSourceAsync(
            "CREATE TABLE Codes (code VARCHAR PRIMARY KEY CHECK (strlen(code) <= 40), v INTEGER)",
            "INSERT INTO Codes VALUES ('AB-1', 1), ('1234567890', 2)");

        await pipeline.SendTablesAsync("Codes");
        var result = Assert.Single(await pipeline.CopyAsync());
        await pipeline.ChangeSourceAsync("INSERT INTO Codes VALUES ('12345678901', 3)");
        var refusal = await Assert.ThrowsAsync<ValueRefusedException>(() => pipeline.SendTablesAsync("Codes"));

        Assert.True(result.Error is null, result.Error);
        Assert.Equal(LoadProof.Proven, result.Proof);
        Assert.DoesNotContain(pipeline.Emulator.Statements.Texts, sql => sql.StartsWith("ALTER", StringComparison.Ordinal));
        Assert.Equal("12345678901", refusal.Key);
        Assert.Contains("it has 11 bytes, and VARCHAR(10) holds at most 10", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"cannot be widened, because {reason}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_measured_table_keeps_its_lengths()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.ChangeSourceAsync(
            "CREATE TABLE Measured (code VARCHAR PRIMARY KEY CHECK (strlen(code) <= 40), v VARCHAR CHECK (strlen(v) <= 800))",
            "INSERT INTO Measured VALUES ('AB-1', 'abc')");
        await using (var setup = new ConnectionSetup(pipeline.Connection, new Progress<string>()))
        {
            var tables =
                await setup.FindTablesAsync(name => name == "Measured", "Measured", measure: true, (_, error) => throw error, Stop);
            await setup.ApplyWarehouseAsync(tables, TableLayout.Auto, (_, error) => throw error, Stop);
        }

        await pipeline.SendTablesAsync("Measured");
        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.True(result.Error is null, result.Error);
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);
        Assert.All((await warehouse.ReadTableAsync("Measured", Stop))!.Columns, column => Assert.Equal(16, column.Type.Length));
    }

    [Fact]
    public async Task Narrower_numbers_take_the_values_that_fit_and_the_others_are_named()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.QueryAsync(
            "CREATE TABLE \"Small\" (id INTEGER NOT NULL, n SMALLINT, d DECIMAL(5,2), w DECIMAL(20,1), b VARBYTE(4))");
        await pipeline.ChangeSourceAsync(
            "CREATE TABLE Small (id BIGINT PRIMARY KEY, n BIGINT, d DECIMAL(18,2), w DECIMAL(38,1), b BLOB CHECK (octet_length(b) <= 9))",
            "INSERT INTO Small VALUES (1, -32768, 999.99, -1234567890123456789.5, "
                + "'\\x00\\x01\\x02\\x03'::BLOB), (2, NULL, NULL, NULL, NULL)");

        await pipeline.SendTablesAsync("Small");
        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.True(result.Error is null, result.Error);
        Assert.Equal((LoadProof.Proven, 2L), (result.Proof, result.RowsLoaded));
        foreach (var (column, value) in ((string, string)[])[("n", "32768"), ("d", "-1000"), ("w", "1e19"), ("b", "'12345'::BLOB")])
        {
            await pipeline.ChangeSourceAsync("DELETE FROM Small", $"INSERT INTO Small (id, {column}) VALUES (7, {value})");
            var refusal = await Assert.ThrowsAsync<ValueRefusedException>(() => pipeline.SendTablesAsync("Small"));
            Assert.Equal((column, "7"), (refusal.Column, refusal.Key));
        }
    }

    [Fact]
    public async Task A_table_that_became_too_narrow_after_the_export_is_refused_at_the_load()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await pipeline.ChangeSourceAsync(
            "CREATE TABLE Late (id BIGINT PRIMARY KEY, code VARCHAR CHECK (strlen(code) <= 40))", "INSERT INTO Late VALUES (1, 'abcdef')");
        await pipeline.SendTablesAsync("Late");
        await pipeline.QueryAsync("CREATE TABLE \"Late\" (id BIGINT NOT NULL, code VARCHAR(5) UNIQUE)");

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("the longest value of the rows has 6 bytes; it cannot be widened, because it belongs to a UNIQUE",
            result.Error, StringComparison.Ordinal);
    }
}
