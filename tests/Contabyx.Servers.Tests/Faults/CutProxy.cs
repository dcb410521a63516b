using System.Net;
using System.Net.Sockets;

namespace Contabyx.ServerTests;

/// <summary>
/// A way to a server that breaks: it passes bytes on in both directions, counts them, and when it is armed cuts every
/// connection after so many more bytes, once.
/// </summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _open = [];
    private long _passed;
    private long _cutAt = long.MaxValue;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes passed on so far, both directions together.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Whether it was armed and has cut.</summary>
    public bool HasCut { get; private set; }

    /// <summary>Cuts after so many more bytes.</summary>
    public void Arm(long bytes)
    {
        HasCut = false;
        Interlocked.Exchange(ref _cutAt, Passed + bytes);
    }

    /// <summary>Cuts no more.</summary>
    public void Disarm() => Interlocked.Exchange(ref _cutAt, long.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        CutAll();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (_lock)
            _open.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // One side is gone: so is the other.
        }
        finally
        {
            lock (_lock)
                _open.ExceptWith([client, server]);
            client.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 14];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, _stop.Token)) > 0;)
            {
                var room = Interlocked.Read(ref _cutAt) - Interlocked.Add(ref _passed, read) + read;
                if (room < read)
                {
                    if (room > 0)
                        await to.SendAsync(buffer.AsMemory(0, (int)room), _stop.Token);
                    Disarm();
                    HasCut = true;
                    CutAll();
                    return;
                }

                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // One side is gone: so is the other.
        }
    }

    // A reset, as a router that forgets a connection answers.
    private void CutAll()
    {
        lock (_lock)
        {
            foreach (var socket in _open)
            {
                socket.LingerState = new LingerOption(enable: true, 0);
                socket.Dispose();
            }

            _open.Clear();
        }
    }
}
