using Contabyx.Engine.Connections;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>The checks of a warehouse try a COPY, and leave nothing behind.</summary>
public sealed class RedshiftProbeTests(Servers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Temporary_tables_and_the_role_are_tried_and_a_refusal_is_a_row_with_advice()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        await using var bucket = Addresses.OpenBucket(pipeline.Connection);
        await bucket.InitializeAsync(Stop);

        var well = await CheckAsync(pipeline);
        Assert.All(well, check => Assert.True(check.Outcome != CheckOutcome.Failed, $"{check.Check}: {check.Detail}"));
        Assert.Equal(CheckOutcome.Passed, Of(well, "Temp").Outcome);
        Assert.Contains("with the role default", Of(well, "Role").Detail, StringComparison.Ordinal);

        pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, sql => sql.StartsWith("COPY", StringComparison.Ordinal))
        {
            Message = "S3ServiceException:User: x is not authorized to perform: kms:Decrypt on resource: k,"
                + "Status 403,Error AccessDenied,Rid 0,CanRetry 1",
        });
        var role = Of(await CheckAsync(pipeline), "Role");
        Assert.Equal(CheckOutcome.Failed, role.Outcome);
        Assert.Contains("kms:Decrypt", role.Advice, StringComparison.Ordinal);

        pipeline.Emulator.Faults.Add(new Fault(FaultKind.Refusal, sql => sql.StartsWith("CREATE TEMP", StringComparison.Ordinal))
        {
            SqlState = "42501", Message = "permission denied for database dev",
        });
        var temp = await CheckAsync(pipeline);
        Assert.Equal("GRANT TEMP ON DATABASE dev TO \"loader\".", Of(temp, "Temp").Advice);
        Assert.Equal(CheckOutcome.Skipped, Of(temp, "Role").Outcome);
        Assert.Empty(await bucket.ListAsync("", Stop).ToListAsync(Stop));
    }

    private static ContabyxCheck Of(IEnumerable<ContabyxCheck> checks, string name) => checks.Single(check => check.Check == name);

    private static async Task<IReadOnlyList<ContabyxCheck>> CheckAsync(RedshiftPipeline pipeline)
    {
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);
        return await warehouse.CheckAsync(Stop).ToListAsync(Stop);
    }
}
