using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.RedshiftEmulator;
using Contabyx.Tests;

namespace Contabyx.ServerTests;

/// <summary>Logins to the warehouse by temporary passwords.</summary>
public sealed class RedshiftIamTests(Servers servers)
{
    [Fact]
    public async Task A_run_is_loaded_with_passwords_that_are_renewed_while_it_runs()
    {
        // A password that expires in five minutes is not used for another session.
        await using var service = Service(RedshiftPipeline.Password, TimeSpan.FromMinutes(5));
        await using var pipeline = await StartAsync();

        var batch = await pipeline.NewBatchAsync(2);
        await pipeline.SendAsync(batch);
        var results = await pipeline.CopyAsync();

        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.InRange(service.Asked.Count, 2, 1000);
        Assert.All(service.Asked, asked => Assert.Equal("books/dev", asked));
    }

    [Fact]
    public async Task A_warehouse_that_refuses_a_temporary_password_has_its_own_advice()
    {
        await using var service = Service("Not-The-Password1", TimeSpan.FromHours(1));
        await using var pipeline = await StartAsync();

        var error = await Assert.ThrowsAsync<ConnectionException>(
            () => new LoadHistory(pipeline.Connection).ReadAsync(null, TestContext.Current.CancellationToken));

        Assert.Contains("aws sts get-caller-identity", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Not-The-Password1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_advice_for_a_missing_privilege_names_the_user_that_AWS_gave()
    {
        await using var service = Service(RedshiftPipeline.Password, TimeSpan.FromHours(1));
        await using var pipeline = await StartAsync();
        pipeline.Connection = pipeline.Connection with
        {
            Warehouse = pipeline.Connection.Warehouse.Replace($"{Emulators.User}@", "someone@", StringComparison.Ordinal),
        };
        pipeline.Emulator.Faults.Add(new Fault(FaultKind.Denied, sql => sql.StartsWith("SELECT", StringComparison.Ordinal)));
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);

        var error = await Assert.ThrowsAsync<WarehouseException>(
            () => warehouse.QueryAsync("SELECT 1", TestContext.Current.CancellationToken));

        Assert.Contains($"TO \"{Emulators.User}\".", error.Advice, StringComparison.Ordinal);
    }

    private async Task<RedshiftPipeline> StartAsync()
    {
        var pipeline = await RedshiftPipeline.StartAsync(servers);
        pipeline.Connection = pipeline.Connection with
        {
            WarehouseSettings = pipeline.Connection.WarehouseSettings with
            {
                Login = LoginKind.Iam,
                Name = "cluster/books",
                Password = null,
            },
        };
        return pipeline;
    }

    private PasswordService Service(string password, TimeSpan lifetime) =>
        new(Emulators.User, password, lifetime, servers.S3.AccessKey!, servers.S3.SecretKey!.Reveal());
}
