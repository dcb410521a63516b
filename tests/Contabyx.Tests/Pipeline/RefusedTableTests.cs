using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Pipeline;
using Contabyx.Engine.Upload;

namespace Contabyx.Tests;

/// <summary>A table that is refused on the way is a result like any other, and the others go on.</summary>
public sealed class RefusedTableTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public RefusedTableTests() => _pipeline = new Pipeline(_home.Path);

    public async ValueTask InitializeAsync()
    {
        var database = new DuckDbDatabase(_home["source.duckdb"], new DuckDbSettings());
        using var connection = await database.ConnectAsync(Stop);
        foreach (var table in (string[])["Apples", "Bad", "Pears"])
            connection.Run($"CREATE TABLE {table} (id BIGINT PRIMARY KEY, x DOUBLE); INSERT INTO {table} VALUES (1, 1.5)", Stop);
        connection.Run("UPDATE Bad SET x = 'NaN'", Stop);
    }

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_is_failed_in_the_results_and_among_the_load_errors_and_the_others_are_loaded()
    {
        await _pipeline.SendAsync(await ExportAsync(_ => true));

        var results = await _pipeline.CopyAsync();

        Assert.Equal(
            [("Bad", LoadStatus.Failed), ("Apples", LoadStatus.Loaded), ("Pears", LoadStatus.Loaded)],
            results.Select(result => (result.Table, result.Status)));
        Assert.Contains("Bad", results[0].Error, StringComparison.Ordinal);
        Assert.NotEmpty(results[0].Advice!);
        var told = Assert.Single(await LoadErrorsAsync());
        Assert.Equal((results[0].Run, "Bad", results[0].Error), (told.Run, told.Table, told.Reason));
        Assert.Empty(_pipeline.Keys("data"));
        Assert.Empty(await _pipeline.CopyAsync());
    }

    [Fact]
    public async Task Alone_in_a_run_it_is_told_too()
    {
        await _pipeline.SendAsync(await ExportAsync(name => name == "Bad"));

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(("Bad", LoadStatus.Failed), (result.Table, result.Status));
        Assert.Single(await LoadErrorsAsync());
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Fact]
    public async Task It_travels_with_a_folder_of_exported_files()
    {
        var folder = _home["out"];
        await ExportAsync(_ => true, folder);

        await _pipeline.SendAsync(await DataUpload.ReadFolderAsync(folder, Stop));

        Assert.Equal(
            ["Bad"], (await _pipeline.CopyAsync()).Where(result => result.Status == LoadStatus.Failed).Select(result => result.Table));
    }

    [Fact]
    public async Task All_or_nothing_loads_nothing_then()
    {
        await _pipeline.SendAsync(await ExportAsync(_ => true));

        var results = await _pipeline.CopyAsync(new LoadOptions { AllOrNothing = true });

        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.Equal((LoadStatus.Failed, 0L), (result.Status, result.RowsLoaded)));
    }

    [Fact]
    public async Task The_pipeline_lists_it_and_its_exit_code_tells()
    {
        var result = await PipelineAsync("*");

        Assert.Equal((PipelineStatus.Failed, PipelineExitCode.TablesFailed), (result.Status, result.ExitCode));
        Assert.Equal((2, 1, 2L), (result.TablesLoaded, result.TablesFailed, result.RowsLoaded));
        Assert.Contains(result.Tables, table => table is { Table: "Bad", Status: LoadStatus.Failed });
    }

    [Fact]
    public async Task A_pattern_that_no_table_fits_does_not_stop_the_others()
    {
        var result = await PipelineAsync("Apples", "Nothing", "Pears");

        Assert.Equal((PipelineStatus.Failed, PipelineExitCode.Export, 2), (result.Status, result.ExitCode, result.TablesLoaded));
        Assert.Contains("Nothing", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_was_changed_or_deleted_since_the_export_fails_its_table_alone(bool deleted)
    {
        var files = await ExportAsync(name => name != "Bad");
        var apples = files.Single(file => file.Table == "Apples").Path;
        if (deleted)
            File.Delete(apples);
        else
            await File.AppendAllTextAsync(apples, "x", Stop);
        var errors = new List<ContabyxException>();
        await using (var upload = new DataUpload(_pipeline.Connection, new Progress<ItemProgress>()))
        {
            foreach (var file in files)
                await upload.TrySendAsync(file, Note, Stop);
            await upload.CompleteAsync(Stop);
        }

        var results = await _pipeline.CopyAsync();

        Assert.Single(errors);
        Assert.Equal(
            [("Apples", LoadStatus.Failed), ("Pears", LoadStatus.Loaded)], results.Select(result => (result.Table, result.Status)));

        Task Note(ContabyxException error)
        {
            errors.Add(error);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_batch_of_which_a_table_is_refused_is_exported_again_until_it_is_whole()
    {
        var batches = await _pipeline.NewBatchesAsync(new BatchRequest { Days = 1, AmongOtherTables = true });
        await ChangeAsync("ALTER TABLE Tax RENAME TO Hidden");
        await using (var export = new DataExport(
            _pipeline.Connection, new ExportOptions(), null, new Progress<ItemProgress>(), new Progress<string>()))
        {
            await export.AddBatchAsync(batches[0], _ => Task.CompletedTask, Stop);
            await _pipeline.SendAsync(await export.CompleteAsync(Stop));
        }

        var first = await _pipeline.CopyAsync();
        await ChangeAsync("ALTER TABLE Hidden RENAME TO Tax");
        var second = await _pipeline.RunAsync(new BatchRequest { Days = 1, AmongOtherTables = true });

        Assert.Equal((7, "Tax"),
            (first.Count(result => result.Status == LoadStatus.Loaded), first.Single(result => result.Status == LoadStatus.Failed).Table));
        Assert.All(second, result => Assert.NotEqual(LoadStatus.Failed, result.Status));
        Assert.Equal(800, second.Single(result => result.Table == "Tax").RowsLoaded);
        Assert.Equal(800, (await _pipeline.BalanceAsync()).Transactions);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<IReadOnlyList<ContabyxFile>> ExportAsync(Func<string, bool> tables, string? folder = null)
    {
        await using var export = new DataExport(
            _pipeline.Connection, new ExportOptions(), folder, new Progress<ItemProgress>(), new Progress<string>());
        var request = new SelectionRequest { Tables = [new TablePattern("*", tables)] };
        var found = await export.FindSelectionsAsync(request, error => throw error, Stop);
        return await export.ExportAsync(found, _ => Task.CompletedTask, Stop).SingleAsync(Stop);
    }

    private Task<ContabyxPipelineResult> PipelineAsync(params string[] tables)
    {
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest
            {
                Tables = [.. tables.Select(pattern => new TablePattern(pattern, name => pattern == "*" || name == pattern))],
            },
        };
        return new DataPipeline(_pipeline.Connection, request, _ => new Progress<ItemProgress>(), new Progress<string>()).RunAsync(Stop);
    }

    private async Task<IReadOnlyList<ContabyxLoadError>> LoadErrorsAsync()
    {
        await using var loadErrors = new LoadErrors(_pipeline.Connection);
        return await loadErrors.ReadAsync(_ => true, Stop).ToListAsync(Stop);
    }

    private async Task ChangeAsync(string statement)
    {
        var database = new DuckDbDatabase(_home["source.duckdb"], new DuckDbSettings());
        using var connection = await database.ConnectAsync(Stop);
        connection.Run(statement, Stop);
    }
}
