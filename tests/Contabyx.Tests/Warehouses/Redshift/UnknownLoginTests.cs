using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>Logins that only Redshift has, which its own drivers know and Npgsql does not.</summary>
public sealed class UnknownLoginTests
{
    // 13 is a password stored as SHA-256, 14 a user of an identity provider ("CREATE USER", Database Developer Guide).
    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    public async Task A_login_that_Npgsql_does_not_know_is_explained(int authentication)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, authentication);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var address = ServerAddress.Parse($"redshift://loader@127.0.0.1:{port}/dev?ssl=disable", "redshift", 5439);

        var error = await Assert.ThrowsAsync<ConnectionException>(
            () => RedshiftSession.OpenAsync(
                address, new PasswordLogin(address.User, new Secret("marked")), TestContext.Current.CancellationToken));

        await serving;
        Assert.Contains("sha256|", error.Advice, StringComparison.Ordinal);
        Assert.Contains("identity provider", error.Advice, StringComparison.Ordinal);
        Assert.Contains("ALTER USER \"loader\" PASSWORD", error.Advice, StringComparison.Ordinal);
        Assert.False(error.MayRetry);
    }

    private static async Task ServeAsync(TcpListener listener, int authentication)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4], TestContext.Current.CancellationToken);
        var answer = new byte[13];
        answer[0] = (byte)'R';
        BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(1), 12);
        BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(5), authentication);
        await stream.WriteAsync(answer, TestContext.Current.CancellationToken);
        _ = await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken);
    }
}
