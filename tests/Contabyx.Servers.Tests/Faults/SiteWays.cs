namespace Contabyx.ServerTests;

/// <summary>Ways to the three servers of a site, each of which can be cut.</summary>
internal sealed class SiteWays : IAsyncDisposable
{
    public static readonly string[] Names = ["MySQL", "S3", "Redshift"];

    public SiteWays(ContabyxConnection direct)
    {
        var source = new Uri(direct.Source);
        var endpoint = new Uri(direct.BucketSettings.Endpoint!);
        var warehouse = new Uri(direct.Warehouse);
        Proxies = [new CutProxy(source.Port), new CutProxy(endpoint.Port), new CutProxy(warehouse.Port)];
        Connection = direct with
        {
            Source = WithPort(direct.Source, source.Port, Proxies[0].Port),
            BucketSettings = direct.BucketSettings with
            {
                Endpoint = WithPort(direct.BucketSettings.Endpoint!, endpoint.Port, Proxies[1].Port),
            },
            Warehouse = WithPort(direct.Warehouse, warehouse.Port, Proxies[2].Port),
        };
    }

    public IReadOnlyList<CutProxy> Proxies { get; }

    public ContabyxConnection Connection { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in Proxies)
            await proxy.DisposeAsync();
    }

    private static string WithPort(string address, int port, int other) => address.Replace(
        FormattableString.Invariant($":{port}"), FormattableString.Invariant($":{other}"), StringComparison.Ordinal);
}
