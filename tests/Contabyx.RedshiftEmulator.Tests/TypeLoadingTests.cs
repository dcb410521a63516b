using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>Npgsql's own questions at the start of a session.</summary>
public sealed class TypeLoadingTests(Servers servers)
{
    [Fact]
    public async Task Npgsql_connects_without_NoTypeLoading_too()
    {
        await using var client = await Client.StartAsync(servers);
        await using var other = await Client.ConnectAsync(client.Server, "Server Compatibility Mode=None");
        await using var command = new NpgsqlCommand("SELECT 1", other);
        Assert.Equal(1, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
