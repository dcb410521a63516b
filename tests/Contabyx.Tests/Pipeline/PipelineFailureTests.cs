using Contabyx.Engine.Connections;
using Contabyx.Engine.Pipeline;

namespace Contabyx.Tests;

/// <summary>However a pipeline fails, its result and its exit code say so.</summary>
public sealed class PipelineFailureTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_pipeline_beside_another_is_busy()
    {
        using var other = PipelineLock.Take(Connection);

        var result = await RunAsync(Connection);

        Assert.Equal((PipelineStatus.Busy, PipelineExitCode.Busy), (result.Status, result.ExitCode));
    }

    [Fact]
    public void Whoever_only_looks_whether_a_pipeline_is_at_work_makes_none_busy()
    {
        var looking = PipelineLock.Take(Connection);

        using var taken = PipelineLock.Take(Connection, _ => looking.Dispose());

        Assert.True(PipelineLock.IsTaken(Connection));
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_no_other_pipeline()
    {
        await File.WriteAllTextAsync(_home["locks"], "in the way", Stop);

        var result = await RunAsync(Connection);

        Assert.Equal((PipelineStatus.Failed, PipelineExitCode.NotBegun), (result.Status, result.ExitCode));
        Assert.IsAssignableFrom<IOException>(result.Failure);
        Assert.NotEmpty(result.Advice!);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_stops_nothing_and_is_in_the_exit_code()
    {
        Directory.CreateDirectory(Connection.LogPath);

        var result = await RunAsync(Connection);

        Assert.Equal((PipelineStatus.Succeeded, PipelineExitCode.LogNotWritten), (result.Status, result.ExitCode));
        Assert.Equal((8, 400L), (result.TablesLoaded, result.Tables.Single(table => table.Table == "Tax").RowsLoaded));
        Assert.Contains(Connection.LogPath, result.LogError, StringComparison.Ordinal);
        Assert.Contains("\"logError\":", PipelineJson.Write(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_does_not_hide_the_first_failure()
    {
        Directory.CreateDirectory(Connection.LogPath);
        await File.WriteAllTextAsync(_home["source.duckdb"], "this is no database", Stop);

        var result = await RunAsync(Connection);

        Assert.Equal((PipelineExitCode.Batch, PipelineStep.Batch), (result.ExitCode, result.FailedAt));
        Assert.IsType<AddressException>(result.Failure);
        Assert.NotNull(result.LogError);
    }

    [Fact]
    public async Task A_failure_of_a_kind_that_nobody_expected_is_a_result_too()
    {
        var request = new PipelineRequest
        {
            Tables =
                new SelectionRequest { Tables = [new TablePattern("*", _ => throw new InvalidOperationException("Never seen before."))] },
        };
        await new Pipeline(_home.Path).NewBatchesAsync(new BatchRequest { Days = 1 });

        var result = await RunAsync(Connection, request);

        Assert.Equal((PipelineStatus.Failed, PipelineExitCode.Export), (result.Status, result.ExitCode));
        Assert.Equal("Never seen before.", result.Error);
    }

    [Fact]
    public async Task A_call_that_was_given_up_without_anybody_cancelling_it_is_a_failure()
    {
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest
            {
                Tables = [new TablePattern("*", _ => throw new TaskCanceledException("The operation was canceled."))],
            },
        };
        await new Pipeline(_home.Path).NewBatchesAsync(new BatchRequest { Days = 1 });

        var result = await RunAsync(Connection, request);

        Assert.Equal(PipelineExitCode.Export, result.ExitCode);
        Assert.IsType<NoAnswerException>(result.Failure);
        Assert.Contains("no answer in time", result.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ContabyxConnection Connection => EmbeddedTwin.Connection(_home.Path);

    private static Task<ContabyxPipelineResult> RunAsync(ContabyxConnection connection, PipelineRequest? request = null) =>
        new DataPipeline(
            connection, request
                ?? new PipelineRequest { Days = 1 }, _ => new Progress<ItemProgress>(), new Progress<string>()).RunAsync(Stop);
}
