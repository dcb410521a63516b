using Contabyx.Engine.Scheduling;

namespace Contabyx.Tests;

/// <summary>Whether a run of a task goes on is known by its process, if that is old enough to be it.</summary>
public sealed class TaskRegisterTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_run_whose_process_is_there_goes_on_and_is_not_started_again()
    {
        var (register, scheduler) = Register(DateTimeOffset.UtcNow);

        Assert.Equal(TaskState.Running, Assert.Single(await register.ListAsync(_ => true, Stop)).State);
        await Assert.ThrowsAsync<BusyException>(() => register.StartAsync("books", Stop));
        Assert.Equal(0, scheduler.Starts);
    }

    [Fact]
    public async Task A_process_that_is_younger_than_the_run_is_another_one()
    {
        var (register, scheduler) = Register(DateTimeOffset.UtcNow.AddYears(-1));

        Assert.Equal(TaskState.Interrupted, Assert.Single(await register.ListAsync(_ => true, Stop)).State);
        await register.StartAsync("books", Stop);
        Assert.Equal(1, scheduler.Starts);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // A task whose last run began then in the process of this test, and has not ended.
    private (TaskRegister Register, CountingScheduler Scheduler) Register(DateTimeOffset started)
    {
        var files = new TaskFiles(_home.Path, "books");
        files.Write(
            new TaskDescription("books", SchedulerKind.Cron, new TimeOnly(2, 30), 1440, [], "Invoke-ContabyxPipeline"),
            new Dictionary<string, string>());
        File.WriteAllText(files.Runs, $"{{\"started\":\"{started:yyyy-MM-ddTHH:mm:ssK}\",\"pid\":{Environment.ProcessId}}}\n");
        var scheduler = new CountingScheduler();
        return (new TaskRegister(_home.Path, [scheduler]), scheduler);
    }
}
