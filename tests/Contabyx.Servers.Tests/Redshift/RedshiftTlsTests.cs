using Contabyx.Engine.Connections;

namespace Contabyx.ServerTests;

/// <summary>The certificate of a warehouse that this machine does not trust.</summary>
public sealed class RedshiftTlsTests(Servers servers)
{
    [Theory]
    [InlineData("verify-full", "amazon-trust-ca-bundle.crt")]
    [InlineData("verify-ca", "ssl-root=PATH")]
    public async Task It_is_refused_with_what_to_download_and_the_option_for_it(string security, string advice)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var connection = pipeline.Connection with { Warehouse = $"{pipeline.Connection.Warehouse}?ssl={security}" };
        await using var warehouse = Addresses.OpenWarehouse(connection);

        var login = (await warehouse.CheckAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken))
            .Single(check => check.Check == "Login");

        Assert.Equal(CheckOutcome.Failed, login.Outcome);
        Assert.Contains(advice, login.Advice, StringComparison.Ordinal);
    }
}
