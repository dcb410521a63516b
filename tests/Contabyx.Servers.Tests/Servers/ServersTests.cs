using System.Net.Sockets;

namespace Contabyx.ServerTests;

public sealed class ServersTests(Servers servers)
{
    [Fact]
    public async Task The_servers_listen_on_this_machine_only()
    {
        int[] ports =
        [
            servers.MySql.Port, servers.MariaDb.Port, servers.PostgresPort, new Uri(servers.S3.Endpoint!).Port,
            new Uri(servers.Moto.Endpoint!).Port,
        ];
        foreach (var port in ports)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            Assert.True(client.Connected);
        }

        Assert.DoesNotContain(
            System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(),
            listener => ports.Contains(listener.Port) && !System.Net.IPAddress.IsLoopback(listener.Address));
    }
}
