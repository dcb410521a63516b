using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Contabyx.Tests;

/// <summary>A store that takes every request, sends the beginning of an answer, and then nothing or one byte now and then.</summary>
internal sealed class StallingStore : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _clients = [];
    private readonly string _beginning;
    private readonly bool _trickles;
    private readonly Task _loop;
    private int _requests;

    /// <param name="beginning">What is sent at once.</param>
    /// <param name="trickles">Whether blanks follow, one after the other.</param>
    public StallingStore(string beginning, bool trickles = false)
    {
        _beginning = beginning;
        _trickles = trickles;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Connections that were made.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public string Endpoint => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _requests);
                _clients.Add(StallAsync(client));
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task StallAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await stream.ReadAsync(new byte[1 << 16], _stop.Token) == 0)
                    return;
                await stream.WriteAsync(Encoding.ASCII.GetBytes(_beginning), _stop.Token);
                while (true)
                {
                    await Task.Delay(20, _stop.Token);
                    if (_trickles)
                        await stream.WriteAsync(" "u8.ToArray(), _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The test is over, or the client has hung up.
            }
        }
    }
}
