using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>
/// Statements of our own, written from the pages of the Database Developer Guide: whether the emulator takes them, whether it says
/// that it lacks them, or whether Redshift refuses them. There is no fourth answer.
/// </summary>
public sealed class StatementListTests(Servers servers, ITestOutputHelper output)
{
    private const string Limited = "limited";
    private const string Accepted = "accepted";

    [Fact]
    public async Task Statements_are_accepted_limited_or_refused_as_Redshift_would_have_it()
    {
        var tables = (await File.ReadAllTextAsync(PathOf("tables.sql"), TestContext.Current.CancellationToken)).Split(";\n")[..^1];
        await using var client = await Client.StartAsync(servers, options => options with { Groups = ["guests"] }, tables);
        await client.PutAsync("list", "8|Films\n");
        var wrong = new List<string>();
        foreach (var list in (string[])["valid.txt", "invalid.txt"])
        {
            var counts = new Dictionary<string, int> { [Accepted] = 0, [Limited] = 0, ["refused"] = 0, ["false"] = 0 };
            foreach (var (expected, sql) in await ReadAsync(list))
            {
                var got = await TryAsync(client, sql.Replace("{url}", client.Url("list"), StringComparison.Ordinal));
                counts[got.Answer is Accepted or Limited ? got.Answer : "refused"]++;
                if (got.Answer == expected)
                    continue;
                counts["false"]++;
                wrong.Add($"{list}: {sql}\n    {got.Answer} and not {expected}: {got.Message}");
            }

            output.WriteLine($"{list}: {string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))}");
            Assert.True(counts.Values.Sum() - counts["false"] >= 150);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<(string Answer, string Message)> TryAsync(Client client, string sql)
    {
        try
        {
            if (client.Connection.State != System.Data.ConnectionState.Open)
                await client.Connection.OpenAsync(TestContext.Current.CancellationToken);
            await client.AskAsync(sql);
            return (Accepted, "");
        }
        catch (PostgresException error)
        {
            return (error.Hint is null ? error.SqlState : Limited, error.MessageText);
        }
    }

    private static async Task<IEnumerable<(string Expected, string Sql)>> ReadAsync(string list)
    {
        var lines = await File.ReadAllLinesAsync(PathOf(list), TestContext.Current.CancellationToken);
        return lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', 2)).Select(pair => (pair[0], pair[1]));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Statements", file);
}
