using System.Globalization;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sources.MySql;
using MySqlConnector;

namespace Contabyx.Tests;

/// <summary>A MySQL server that asks for files of this machine gets none, not even while rows are sent to it.</summary>
public sealed class FileAskingServerTests : IDisposable
{
    private const string Secret = "the accountant's diary";

    private readonly TemporaryFolder _home = new();

    public FileAskingServerTests() => File.WriteAllText(Diary, Secret);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_file_is_sent_to_a_server_that_asks_at_the_first_statement(bool sendsRows)
    {
        await using var server = new FileAskingServer(Diary, _ => true);

        await Assert.ThrowsAnyAsync<Exception>(async () => await OpenAsync(server, sendsRows));

        Assert.Equal(1, server.Asked);
        Assert.DoesNotContain(Secret, server.Heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_is_sent_to_a_server_that_asks_for_another_one_while_rows_are_loaded()
    {
        await using var server = new FileAskingServer(Diary, sql => sql.StartsWith("LOAD DATA", StringComparison.Ordinal));
        await using var connection = await OpenAsync(server, sendsRows: true);
        using var rows = new MemoryStream("1\tone\n"u8.ToArray());
        var loader = new MySqlBulkLoader(connection) { TableName = "notes", SourceStream = rows, Local = true };

        await Assert.ThrowsAnyAsync<Exception>(async () => await loader.LoadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(1, server.Asked);
        Assert.Contains("LOAD DATA LOCAL INFILE", server.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, server.Heard, StringComparison.Ordinal);
    }

    private string Diary => _home["diary.txt"];

    private static Task<MySqlConnection> OpenAsync(FileAskingServer server, bool sendsRows)
    {
        var address = ServerAddress.Parse(
            string.Create(CultureInfo.InvariantCulture, $"mysql://root@127.0.0.1:{server.Port}/books"), "mysql", 3306);
        return new MySqlConnections(address, new PasswordLogin(address.User, null)).OpenAsync(
            TestContext.Current.CancellationToken, sendsRows: sendsRows);
    }
}
