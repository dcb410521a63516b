using System.Security.Cryptography;
using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>Users without rights, and faces of a cluster that a single superuser never sees.</summary>
public sealed class RightsTests(Servers servers)
{
    private static readonly Dictionary<string, string> Ana = new() { ["ana"] = "Passw0rd" };

    [Theory]
    [InlineData("SELECT id FROM t", "GRANT SELECT ON t TO ana")]
    [InlineData("INSERT INTO t VALUES (2)", "GRANT INSERT ON t TO ana")]
    [InlineData("DELETE FROM t", "GRANT DELETE ON t TO ana")]
    [InlineData("COPY t FROM '{url}' IAM_ROLE default", "GRANT INSERT, SELECT ON TABLE t TO ana")]
    [InlineData("SELECT id FROM hidden.t", "GRANT USAGE ON SCHEMA hidden TO PUBLIC; GRANT SELECT ON hidden.t TO PUBLIC")]
    [InlineData("CREATE TABLE hidden.x (id INTEGER)", "GRANT USAGE, CREATE ON SCHEMA hidden TO ana")]
    public async Task A_user_may_do_what_was_granted(string sql, string grant)
    {
        await using var client = await StartAsync();
        await client.PutAsync("rows", "7\n");
        await using var ana = await ConnectAsync(client);
        sql = sql.Replace("{url}", client.Url("rows"), StringComparison.Ordinal);

        Assert.Equal("42501", await StateAsync(ana, sql));
        await client.RunAsync(grant);
        Assert.Equal("", await StateAsync(ana, sql));
        await client.RunAsync("REVOKE ALL ON t FROM ana");
        await client.RunAsync("REVOKE ALL ON SCHEMA hidden FROM PUBLIC, ana");
        Assert.Equal("42501", await StateAsync(ana, sql));
    }

    // The schema's rights are asked before the table, so one that is there already is no way around them.
    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS hidden.t (id INTEGER)")]
    [InlineData("SELECT id FROM hidden.no_such_table")]
    [InlineData("DROP TABLE t")]
    [InlineData("ALTER TABLE t ADD COLUMN a INTEGER")]
    [InlineData("TRUNCATE t")]
    [InlineData("BEGIN; LOCK t")]
    [InlineData("GRANT SELECT ON t TO PUBLIC")]
    [InlineData("CREATE SCHEMA own")]
    public async Task Rights_come_before_existence(string sql)
    {
        await using var client = await StartAsync();
        await using var ana = await ConnectAsync(client);

        Assert.Equal("42501", await StateAsync(ana, sql));
    }

    [Fact]
    public async Task A_user_has_tables_of_its_own_and_asks_for_its_rights()
    {
        await using var client = await StartAsync();
        await using var ana = await ConnectAsync(client);
        await RunAsync(ana, "CREATE TABLE own (id INTEGER PRIMARY KEY, name VARCHAR(3)) SORTKEY (id)");
        await RunAsync(ana, "CREATE TEMP TABLE stage (LIKE own)");
        await RunAsync(ana, "CREATE TABLE copy_of_own DISTKEY (id) AS SELECT * FROM own");
        await RunAsync(ana, "ALTER TABLE own ALTER COLUMN name TYPE VARCHAR(9)");

        Assert.Equal("ana", await AskAsync(ana, "SELECT current_user"));
        Assert.Equal("f", await AskAsync(ana, "SELECT has_table_privilege('t', 'select')"));
        Assert.Equal("t", await AskAsync(ana, "SELECT has_table_privilege('own', 'select')"));
        await RunAsync(ana, "DROP TABLE own");
        Assert.Equal("1", await AskAsync(ana, "SELECT count(*) FROM svv_tables WHERE table_name = 'copy_of_own'"));
    }

    [Fact]
    public async Task A_cluster_in_several_zones_has_no_views_of_the_single_one()
    {
        await using var client = await Client.StartAsync(servers, options => options with { MultiAz = true });
        foreach (var view in (string[])["stl_load_errors", "stv_slices", "svl_qlog", "svcs_compile", "svv_columns", "svv_table_info"])
            Assert.Equal("42501", (await client.FailAsync($"SELECT 1 FROM {view}")).SqlState);
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM information_schema.columns"));
        Assert.Equal("0", await client.AskAsync("SELECT count(*) FROM sys_load_error_detail"));
    }

    // Npgsql knows no authentication 13.
    [Fact]
    public async Task A_password_kept_as_SHA256_asks_for_the_login_that_Npgsql_does_not_know()
    {
        await using var emulator = await servers.StartAsync(
            options => options with { Users = new Dictionary<string, string> { ["awsuser"] = "sha256|Passw0rd" } });
        await Assert.ThrowsAsync<NotSupportedException>(() => Client.ConnectAsync(emulator));
    }

    [Theory]
    [InlineData("sha256|Passw0rd", "Passw0rd", true)]
    [InlineData("sha256|Passw0rd", "passw0rd", false)]
    [InlineData("sha256|36a2fa7ffbb9dd2da0ce7fa96b7ee5adfd1a7d8ad8a3b3be5ff1ee2f0a3fb2ce|00ff", "Passw0rd", false)]
    public void The_digest_login_proves_the_password(string stored, string password, bool isAccepted)
    {
        var login = new DigestPassword(stored);
        var request = new Message('R', login.Request.Bytes.ToArray()).Read();
        Assert.Equal((13, 0), (request.Int32(), request.Int32()));
        var salt = request.Bytes(request.Int32()).ToArray();
        var nonce = request.Bytes(request.Int32()).ToArray();
        byte[] ours = [1, 2, 3];
        var digest = SHA256.HashData([.. SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(password), .. salt]), .. nonce, .. ours]);

        var answer = new MessageBody().Int32(digest.Length).Raw(digest).Int32(ours.Length).Raw(ours);

        Assert.Equal(isAccepted, login.Accepts(new Message('d', answer.Bytes.ToArray())));
        Assert.False(login.Accepts(new Message('p', answer.Bytes.ToArray())));
    }

    [Fact]
    public async Task A_paused_cluster_answers_nobody_until_it_is_awake()
    {
        await using var paused = await servers.StartAsync(options => options with { Wakes = TimeSpan.FromDays(1) });
        var error = await Assert.ThrowsAsync<NpgsqlException>(() => Client.ConnectAsync(paused, "Timeout=2"));
        Assert.IsType<TimeoutException>(error.InnerException ?? error.GetBaseException());
        await using var awake = await servers.StartAsync(options => options with { Wakes = TimeSpan.FromMilliseconds(1) });
        await using var connection = await Client.ConnectAsync(awake);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Theory]
    [InlineData("us-east-1", "", true)]
    [InlineData("us-east-1", "REGION 'us-east-1'", true)]
    [InlineData("eu-west-1", "", false)]
    [InlineData("eu-west-1", "REGION 'us-east-1'", true)]
    [InlineData("us-east-1", "REGION 'eu-west-1'", false)]
    public async Task A_bucket_in_another_Region_needs_REGION(string cluster, string region, bool isLoaded)
    {
        await using var client = await Client.StartAsync(
            servers, options => options with { Region = cluster }, "CREATE TABLE t (id INTEGER)");
        await client.PutAsync("rows", "7\n");
        var copy = $"COPY t FROM '{client.Url("rows")}' IAM_ROLE default {region}";
        if (isLoaded)
            await client.RunAsync(copy);
        else
            Assert.Contains("PermanentRedirect", (await client.FailAsync(copy)).MessageText, StringComparison.Ordinal);
    }

    private Task<Client> StartAsync() => Client.StartAsync(
        servers, options => options with { OrdinaryUsers = Ana }, "CREATE TABLE t (id INTEGER)", "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.t (id INTEGER)");

    private static Task<NpgsqlConnection> ConnectAsync(Client client) => Client.ConnectAsync(client.Server, "Username=ana");

    private static async Task<string> StateAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            await RunAsync(connection, sql);
            return "";
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))?.ToString();
    }
}
