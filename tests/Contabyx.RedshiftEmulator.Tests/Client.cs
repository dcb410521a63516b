using System.Text;
using Amazon.S3;
using Npgsql;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>A client of an emulator: Npgsql as the pipeline uses it, and the bucket.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly AmazonS3Client _store;

    private Client(EmulatorServer server, NpgsqlConnection connection, AmazonS3Client store)
    {
        Server = server;
        Connection = connection;
        _store = store;
        connection.Notice += (_, notice) => Notices.Add(notice.Notice.MessageText);
    }

    public EmulatorServer Server { get; }

    public NpgsqlConnection Connection { get; }

    public List<string> Notices { get; } = [];

    public static async Task<Client> StartAsync(
        Servers servers, Func<EmulatorOptions, EmulatorOptions>? change = null, params string[] setUp)
    {
        var server = await servers.StartAsync(change);
        var client = new Client(server, await ConnectAsync(server), servers.Store());
        foreach (var sql in setUp)
            await client.RunAsync(sql);
        return client;
    }

    public static async Task<NpgsqlConnection> ConnectAsync(EmulatorServer server, string extra = "")
    {
        var connection = new NpgsqlConnection(
            $"Host=127.0.0.1;Port={server.Port};Username=awsuser;Password=Passw0rd;Database=dev;Pooling=false;"
            + "Gss Encryption Mode=Disable;Ssl Mode=Require;Server Compatibility Mode=NoTypeLoading;"
            + $"Timeout=300;Command Timeout=0;Include Error Detail=true;Cancellation Timeout=0;{extra}");
        await connection.OpenAsync();
        return connection;
    }

    public async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows as texts, columns between bars.</summary>
    public async Task<string> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, Connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(
                string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetString(i))));
        return string.Join('\n', lines);
    }

    /// <summary>The error of a statement. Npgsql gives up the connection at XX000, as it does with Redshift.</summary>
    public async Task<PostgresException> FailAsync(string sql)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(sql));
        if (Connection.State != System.Data.ConnectionState.Open)
            await Connection.OpenAsync();
        return error;
    }

    public Task PutAsync(string key, string text) => PutAsync(key, Encoding.UTF8.GetBytes(text));

    public Task PutAsync(string key, byte[] bytes) => _store.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest
    {
        BucketName = Servers.Bucket,
        Key = Key(key),
        InputStream = new MemoryStream(bytes),
        UseChunkEncoding = false,
    });

    /// <summary>The address of a key of this client's own.</summary>
    public string Url(string key) => $"s3://{Servers.Bucket}/{Key(key)}";

    /// <summary>The keys of this client's own that begin so.</summary>
    public async Task<List<string>> KeysAsync(string prefix)
    {
        var page = await _store.ListObjectsV2Async(
            new Amazon.S3.Model.ListObjectsV2Request { BucketName = Servers.Bucket, Prefix = Key(prefix) });
        return [.. (page.S3Objects ?? []).Select(file => file.Key[Key("").Length..])];
    }

    public Task DeleteAsync(string key) => _store.DeleteObjectAsync(Servers.Bucket, Key(key));

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
        _store.Dispose();
    }

    private string Key(string key) => $"{Server.Port}/{key}";
}
