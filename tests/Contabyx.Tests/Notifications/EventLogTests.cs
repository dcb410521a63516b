using Contabyx.Engine.Connections;
using Contabyx.Engine.Notifications;

namespace Contabyx.Tests;

/// <summary>When an event is written. <see cref="RunEventTests"/> says what is in it.</summary>
public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(PipelineStatus.Succeeded, RunEvent.Succeeded)]
    [InlineData(PipelineStatus.Failed, RunEvent.Failed)]
    [InlineData(PipelineStatus.Busy, RunEvent.Busy)]
    public async Task Each_run_is_one_event_whether_anybody_else_is_told_or_not(PipelineStatus status, int id)
    {
        var log = new EventLogStandIn();
        var ended = Told.Good() with { Status = status };

        var result = await RunAsync(log, Silent, ended, asked: true);
        await using (var server = new HookServer(new HookAnswer(200)))
            await RunAsync(log, Told.Notifier(Told.Hook("Json"), server.Url), ended, asked: true);

        Assert.Equal([id, id], log.Events.Select(end => end.Id));
        Assert.Equal(ended, result);
    }

    [Fact]
    public async Task Who_could_not_be_told_is_in_the_event()
    {
        var log = new EventLogStandIn();
        await using var server = new HookServer(new HookAnswer(400));
        await RunAsync(log, Told.Notifier(Told.Hook("Json"), server.Url), Told.Failed(), asked: true);
        await RunAsync(log, Told.Notifier(Told.Hook("Json"), server.Url), Told.Good() with { Warnings = ["x"] }, asked: true);

        Assert.Equal([RunEvent.Failed, RunEvent.Warned], log.Events.Select(end => end.Id));
    }

    [Fact]
    public async Task Nothing_is_written_unasked()
    {
        var log = new EventLogStandIn();
        await RunAsync(log, Silent, Told.Failed(), asked: false);
        Assert.Empty(log.Events);
    }

    [Fact]
    public async Task A_missing_source_is_a_warning_with_the_command_and_does_not_change_how_the_run_ended()
    {
        var log = new EventLogStandIn(new DeliveryException("the Application log", "there is no source.", "Create it once: CREATE."));
        var result = await RunAsync(log, Silent, Told.Good() with { Warnings = ["GRANT was refused."] }, asked: true);

        Assert.Equal((PipelineStatus.Succeeded, PipelineExitCode.Succeeded), (result.Status, result.ExitCode));
        const string Expected = "The notification to the Application log was not delivered: there is no source. Create it once: CREATE.";
        Assert.Equal(["GRANT was refused.", Expected], result.Warnings);
    }

    // The tests' host has no such assembly, as any host but PowerShell: ExcludeAssets in Contabyx.Engine.csproj.
    [Fact]
    public void A_host_without_the_assembly_cannot_deliver()
    {
        var log = (IEventLog)Activator.CreateInstance(typeof(RunEvent).Assembly.GetType("Contabyx.Engine.Notifications.WindowsEventLog")!)!;

        var failure = Assert.Throws<DeliveryException>(() => log.Write(RunEvent.Of("nightly", "nightly", Told.Good())));

        Assert.Contains("-EventLog", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_stopped_is_no_event()
    {
        var log = new EventLogStandIn();
        await Assert.ThrowsAsync<OperationCanceledException>(() => new NotifiedRun("nightly", null, null, Silent, new Remarks())
        {
            EventLog = log,
        }.RunAsync(Connection(true), () => throw new OperationCanceledException(), Stop));
        Assert.Empty(log.Events);
    }

    [Fact]
    public void Systems_without_such_a_log_refuse_the_setting_and_say_what_to_use()
    {
        var settings = new Dictionary<string, string> { ["CONTABYX_HOME"] = _home.Path, ["CONTABYX_EVENT_LOG"] = "true" };
        if (OperatingSystem.IsWindows())
        {
            Assert.True(ConnectionSettings.Connect(settings, _home.Path).EventLog);
            return;
        }

        var error = Assert.Throws<SettingException>(() => ConnectionSettings.Connect(settings, _home.Path));
        Assert.Equal("CONTABYX_EVENT_LOG", error.Target);
        Assert.Contains("-LogFormat Ndjson", error.Advice, StringComparison.Ordinal);
        Assert.Contains("journal", error.Advice, StringComparison.Ordinal);
        settings["CONTABYX_EVENT_LOG"] = "false";
        Assert.False(ConnectionSettings.Connect(settings, _home.Path).EventLog);
    }

    private static Notifier Silent => new([], NotificationSecrets.None, null, new Remarks());

    private ContabyxConnection Connection(bool asked) => EmbeddedTwin.Connection(_home.Path) with { EventLog = asked };

    private Task<ContabyxPipelineResult> RunAsync(EventLogStandIn log, Notifier notifier, ContabyxPipelineResult result, bool asked) =>
        new NotifiedRun("nightly", "nightly", null, notifier, new Remarks()) { EventLog = log }
            .RunAsync(Connection(asked), () => Task.FromResult(result), Stop);
}
