using Parquet;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>COPY of Parquet: by position, same number of columns, same types.</summary>
public sealed class ParquetTests(Servers servers)
{
    [Fact]
    public async Task A_parquet_file_is_loaded_by_position_with_its_content_length()
    {
        await using var client = await Client.StartAsync(
            servers, null, "CREATE TABLE t (id INTEGER NOT NULL, amount DECIMAL(18,2), at TIMESTAMP, name VARCHAR(3))");
        await client.PutAsync("f", await FileAsync());
        await client.PutAsync("m", $$"""{"entries":[{"url":"{{client.Url("f")}}","mandatory":true}]}""");
        var copy = $"COPY t FROM '{client.Url("m")}' IAM_ROLE default FORMAT AS PARQUET MANIFEST";
        Assert.Contains("content_length", (await client.FailAsync(copy)).MessageText, StringComparison.Ordinal);
        await client.PutAsync(
            "m", $$$"""{"entries":[{"url":"{{{client.Url("f")}}}","mandatory":true,"meta":{"content_length":1}}]}""");
        await client.RunAsync(copy);
        Assert.Equal(
            "1|1.25|2020-01-02 03:04:05.000006|é\n2|NULL|2020-01-02 03:04:05.000006|",
            await client.AskAsync("SELECT * FROM t ORDER BY id"));
    }

    [Theory]
    [InlineData("id INTEGER, amount DECIMAL(18,2), at TIMESTAMP")]
    [InlineData("id INTEGER, amount DECIMAL(18,2), at TIMESTAMP, name INTEGER")]
    [InlineData("id INTEGER, amount DECIMAL(18,2), at TIMESTAMP, name VARCHAR(1)")]
    [InlineData("id INTEGER, amount DECIMAL(18,2) NOT NULL, at TIMESTAMP, name VARCHAR(3)")]
    [InlineData("id INTEGER IDENTITY(1,1), amount DECIMAL(18,2), at TIMESTAMP, name VARCHAR(3)")]
    public async Task A_table_of_another_shape_is_refused(string columns)
    {
        await using var client = await Client.StartAsync(servers, null, $"CREATE TABLE t ({columns})");
        await client.PutAsync("f", await FileAsync());
        await client.FailAsync($"COPY t FROM '{client.Url("f")}' IAM_ROLE default PARQUET");
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM t"));
    }

    private static async Task<byte[]> FileAsync()
    {
        var id = new DataField("id", typeof(int), false);
        var amount = new DecimalDataField("amount", 18, 2, isNullable: true);
        var at = new DateTimeDataField("at", DateTimeFormat.Timestamp, false, DateTimeTimeUnit.Micros, false);
        var name = new DataField("name", typeof(string), true);
        var stamp = new DateTime(2020, 1, 2, 3, 4, 5).AddMicroseconds(6);
        var cancellation = TestContext.Current.CancellationToken;
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(id, amount, at, name), bytes, null, append: false, cancellation))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(id, new[] { 1, 2 }, cancellationToken: cancellation);
            await group.WriteAsync<decimal>(amount, new decimal?[] { 1.25m, null }, cancellationToken: cancellation);
            await group.WriteAsync<DateTime>(at, new[] { stamp, stamp }, cancellationToken: cancellation);
            await group.WriteAsync<ReadOnlyMemory<char>>(
                name, new ReadOnlyMemory<char>?[] { "é".AsMemory(), "".AsMemory() }, cancellationToken: cancellation);
            group.CompleteValidate();
        }

        return bytes.ToArray();
    }
}
