using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Contabyx.Tests;

/// <summary>
/// An HTTP server on loopback that records what it gets and answers as a test says; the last answer is repeated. NULL is no answer
/// at all.
/// </summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<HookRequest> _requests = new();
    private readonly Func<int, HookAnswer?> _answer;
    private readonly Task _loop;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="answers">The answers, in order.</param>
    public HookServer(params HookAnswer?[] answers)
    {
        _answer = i => answers[Math.Min(i, answers.Length - 1)];
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>What it got so far.</summary>
    public IReadOnlyList<HookRequest> Requests => [.. _requests];

    /// <summary>Ends when the first request has arrived.</summary>
    public Task FirstRequest => _first.Task;

    public async ValueTask DisposeAsync()
    {
        _stopped.SetResult();
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                // A listener that is stopped at this moment may never answer.
                var next = _listener.GetContextAsync();
                if (await Task.WhenAny(next, _stopped.Task) == _stopped.Task)
                    return;
                var context = await next;
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var answer = _answer(_requests.Count);
                _requests.Enqueue(new HookRequest(
                    context.Request.HttpMethod, context.Request.Url!.PathAndQuery, context.Request.ContentType ?? "",
                    context.Request.Headers.AllKeys.ToDictionary(
                        name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase),
                    body.ToArray()));
                _first.TrySetResult();
                if (answer is null)
                    continue;
                context.Response.StatusCode = answer.Status;
                foreach (var (name, value) in answer.Headers)
                    context.Response.AddHeader(name, value);
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Text));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
            }
        }
    }
}

/// <param name="Path">The path and the query.</param>
internal sealed record HookRequest(
    string Method, string Path, string ContentType, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

internal sealed record HookAnswer(int Status, string Text = "")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
