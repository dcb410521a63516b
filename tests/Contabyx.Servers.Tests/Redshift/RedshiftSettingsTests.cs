using System.Collections.Concurrent;
using Contabyx.Engine.Connections;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>What an administrator has set for the user does not count: sessions are set when they open.</summary>
public sealed class RedshiftSettingsTests(Servers servers)
{
    private static readonly string[] Settings =
    [
        "SET statement_timeout TO 0", "SET datestyle TO 'ISO, MDY'", "SET timezone TO 'UTC'", "SET extra_float_digits TO 0",
        "SET enable_case_sensitive_identifier TO false",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_session_is_set_before_its_first_statement()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var seen = new ConcurrentQueue<string>();
        pipeline.Emulator.Statements.Received += seen.Enqueue;

        await pipeline.QueryAsync("SELECT 1");

        Assert.Equal([.. Settings, "SELECT 1"], seen);
    }

    [Fact]
    public async Task A_setting_that_may_not_be_set_is_told_and_the_others_are_set()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var seen = new ConcurrentQueue<string>();
        pipeline.Emulator.Faults.Add(
            new Fault(FaultKind.Refusal, sql => sql.StartsWith("SET timezone", StringComparison.Ordinal))
            {
                SqlState = "42501", Message = "permission denied to set parameter",
            });
        pipeline.Emulator.Statements.Received += seen.Enqueue;
        var notes = new Notes();
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection, notes);

        Assert.All(await warehouse.CheckAsync(Stop).ToListAsync(Stop), check => Assert.NotEqual(CheckOutcome.Failed, check.Outcome));

        Assert.Equal(Settings, seen.Take(Settings.Length));
        Assert.Contains(notes.Texts, text => text.StartsWith("SET timezone TO 'UTC': ", StringComparison.Ordinal));
    }

    private sealed class Notes : IProgress<string>
    {
        public ConcurrentQueue<string> Texts { get; } = [];

        public void Report(string value) => Texts.Enqueue(value);
    }
}
