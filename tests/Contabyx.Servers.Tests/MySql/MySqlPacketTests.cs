namespace Contabyx.ServerTests;

/// <summary>Values that are longer than the server's <c>max_allowed_packet</c>.</summary>
public abstract class MySqlPacketTests(SourceServer server, HarmedServers harmed)
{
    public static TheoryData<string, string> Columns => new()
    {
        { "TEXT", "REPEAT('x', 5000)" },
        { "MEDIUMTEXT CHARACTER SET latin1", "REPEAT('é', 5000)" },
        { "VARCHAR(3000)", "REPEAT('ü', 2500)" },
        { "BLOB", "REPEAT('z', 5000)" },
        { "VARBINARY(5000)", "REPEAT('z', 5000)" },
        { "JSON", "CONCAT('\"', REPEAT('q', 5000), '\"')" },
        { "GEOMETRY", "ST_GeomFromText(CONCAT('LINESTRING(0 0', REPEAT(', 1 1', 500), ')'))" },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_value_arrives_whole_or_its_table_is_refused_by_name(string type, string value)
    {
        await using var home = await MySqlHome.CreateAsync(await harmed.LikeAsync(server), new SourceSettings { Readers = 2 });
        await home.RunAsync($"""
            CREATE TABLE big (id INT PRIMARY KEY, v {type}, ti TIME(6), d DECIMAL(38,10)) DEFAULT CHARACTER SET utf8mb4;
            INSERT INTO big VALUES (1, NULL, NULL, NULL);
            INSERT INTO big SELECT 7, {value}, '12:00:00', 1.5;
            CREATE TABLE good (id INT PRIMARY KEY); INSERT INTO good VALUES (1)
            """);
        var expected = await home.LinesAsync("big");
        var errors = new List<ContabyxException>();
        await home.RunAsync("SET GLOBAL max_allowed_packet = 1024");
        try
        {
            var files = await home.ExportAsync(errors: errors);
            Assert.Contains(files, file => file.Table == "good");
            if (errors.Count == 0)
            {
                var whole = files.Single(file => file.Table == "big");
                Assert.Equal(expected, await File.ReadAllLinesAsync(whole.Path, TestContext.Current.CancellationToken));
                return;
            }

            var error = Assert.IsType<TableRefusedException>(Assert.Single(errors));
            Assert.Equal("big", error.Target);
            Assert.Contains("the value of v with the key 7", error.Message, StringComparison.Ordinal);
            Assert.Contains("max_allowed_packet", error.Advice, StringComparison.Ordinal);
            Assert.DoesNotContain(files, file => file.Table == "big");
        }
        finally
        {
            await home.RestoreAsync("SET GLOBAL max_allowed_packet = 67108864");
        }
    }

    [Theory]
    [InlineData("TEXT", "REPEAT('x', 5000)", 8192)]
    [InlineData("JSON", "CONCAT('\"', REPEAT('q', 5000), '\"')", 8192)]
    public async Task The_measure_of_a_table_counts_such_values(string type, string value, int least)
    {
        await using var home = await MySqlHome.CreateAsync(await harmed.LikeAsync(server));
        await home.RunAsync($"CREATE TABLE big (id INT PRIMARY KEY, v {type}); INSERT INTO big SELECT 1, {value}");
        await home.RunAsync("SET GLOBAL max_allowed_packet = 1024");
        try
        {
            await using var source = home.Open();
            var stop = TestContext.Current.CancellationToken;
            var table = Assert.Single(await source.ReadSchemaAsync(stop));
            Assert.InRange((await source.MeasureAsync(table, stop)).Columns[1].Type.Length, least, 65_535);
        }
        finally
        {
            await home.RestoreAsync("SET GLOBAL max_allowed_packet = 67108864");
        }
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers, HarmedServers harmed) : MySqlPacketTests(servers.MySql, harmed);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers, HarmedServers harmed) : MySqlPacketTests(servers.MariaDb, harmed);
}
