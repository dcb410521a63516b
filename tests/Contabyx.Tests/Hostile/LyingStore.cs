using System.Net.Sockets;
using System.Text;

namespace Contabyx.Tests;

/// <summary>A store that speaks enough of S3's language to lie in it. It answers each request as a test says.</summary>
internal sealed class LyingStore : IAsyncDisposable
{
    private readonly Func<string, string> _answer;
    private readonly ClientLoop _clients;
    private int _requests;

    /// <param name="answer">The whole HTTP answer to a request, which is given with its headers and its body.</param>
    public LyingStore(Func<string, string> answer)
    {
        _answer = answer;
        _clients = new ClientLoop(AnswerAsync);
    }

    public int Requests => Volatile.Read(ref _requests);

    public ContabyxConnection Connect(ContabyxConnection connection) => connection with
    {
        Bucket = "s3://shelf/books",
        BucketSettings = new BucketSettings
        {
            Region = "us-east-1",
            Endpoint = $"http://127.0.0.1:{_clients.Port}",
            AccessKey = "id",
            SecretKey = new Secret("not-a-secret"),
        },
    };

    /// <param name="token">How it goes on; NULL for the end, empty for no word about it.</param>
    public static string Listing(IEnumerable<string> keys, string? token = null)
    {
        var items = keys.Select(key =>
            $"<Contents><Key>{key}</Key><Size>3</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"x\"</ETag></Contents>");
        var next = string.IsNullOrEmpty(token) ? "" : $"<NextContinuationToken>{token}</NextContinuationToken>";
        var truncated = token is null ? "false" : "true";
        return Ok($"<ListBucketResult><IsTruncated>{truncated}</IsTruncated>{next}{string.Concat(items)}</ListBucketResult>");
    }

    public static string Ok(string body, int? length = null, string tag = "x") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: \"{tag}\"\r\nContent-Length: "
            + $"{length ?? body.Length}\r\nConnection: close\r\n\r\n{body}";

    public ValueTask DisposeAsync() => _clients.DisposeAsync();

    private async Task AnswerAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        var request = "";
        while (!IsWhole(request))
        {
            var read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0)
                return;
            request += Encoding.ASCII.GetString(buffer, 0, read);
        }

        Interlocked.Increment(ref _requests);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer(request)), cancellation);
    }

    // A connection that is closed before its request was read may be reset before its answer was.
    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = request[..end].Split("\r\n")
            .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || request.Length - end - 4 >= int.Parse(length["Content-Length:".Length..]);
    }
}
