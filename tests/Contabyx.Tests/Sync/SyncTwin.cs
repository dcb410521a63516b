using Contabyx.Engine.Connections;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Pipeline;
using Contabyx.Engine.Upload;

namespace Contabyx.Tests;

/// <summary>A source and a warehouse of the embedded twin, with tables of any kind.</summary>
internal sealed class SyncTwin : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly List<IDisposable> _open = [];

    public ContabyxConnection Connection => EmbeddedTwin.Connection(_home.Path);

    public Remarks Notes { get; } = new();

    public ExportOptions Options { get; set; } = new() { Compression = FileCompression.None };

    public string Home => _home.Path;

    public void Dispose()
    {
        _open.ForEach(connection => connection.Dispose());
        _home.Dispose();
    }

    /// <summary>Keeps both databases open in this process: opening them again and again costs more than most runs.</summary>
    public void KeepOpen()
    {
        foreach (var file in (string[])["source.duckdb", "warehouse.duckdb"])
            _open.Add(Database(file).ConnectAsync(Stop).GetAwaiter().GetResult());
    }

    public void Source(string sql) => Run("source.duckdb", sql);

    public void Warehouse(string sql) => Run("warehouse.duckdb", sql);

    public IReadOnlyList<string?[]> AskWarehouse(string sql) => Ask("warehouse.duckdb", sql);

    public IReadOnlyList<string?[]> AskSource(string sql) => Ask("source.duckdb", sql);

    /// <summary>All rows as sorted text, asked of the database itself.</summary>
    public string[] RowsOf(string database, string table, string columns = "*", string where = "true") =>
        [.. Ask(database, $"SELECT CAST(row({columns}) AS VARCHAR) FROM {table} WHERE {where}").Select(row =>
            row[0]!).Order(StringComparer.Ordinal)];

    public void AssertSame(string table, string columns, string where = "true") => Assert.Equal(
        RowsOf("source.duckdb", table, columns), RowsOf("warehouse.duckdb", table, columns, where));

    /// <summary>Runs the whole line; each table's result.</summary>
    public async Task<IReadOnlyList<ContabyxCopyResult>> RunAsync(TableSelection selection)
    {
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest { Others = [selection] },
            Export = Options with { Slices = 1 },
        };
        var result = await new DataPipeline(Connection, request, _ => new Progress<ItemProgress>(), Notes).RunAsync(Stop);
        return result.Tables.Count > 0 || result.Failure is null ? result.Tables : throw result.Failure;
    }

    /// <summary>Runs the whole line, and stops it when it has reported progress a number of times.</summary>
    /// <returns>Whether it was stopped before its end.</returns>
    public async Task<bool> StopAsync(TableSelection selection, int afterReports)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest { Others = [selection] }, Export = Options with { Slices = 1 },
        };
        var pipeline = new DataPipeline(Connection, request, _ => new StoppingProgress(stop, afterReports), Notes);
        return await Record.ExceptionAsync(() => pipeline.RunAsync(stop.Token)) switch
        {
            null => false,
            OperationCanceledException => true,
            var other => throw other,
        };
    }

    /// <summary>Runs it, and expects one result of one status, proven.</summary>
    public async Task<ContabyxCopyResult> LoadAsync(TableSelection selection, LoadStatus status = LoadStatus.Loaded)
    {
        var result = Assert.Single(await RunAsync(selection));
        Assert.Equal((status, LoadProof.Proven, null), (result.Status, result.Proof, result.Error));
        return result;
    }

    /// <summary>Exports and sends; some runs, or all of them, or none.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(TableSelection selection, int runs = int.MaxValue)
    {
        var sent = new List<string>();
        await using var export = new DataExport(
            Connection, Options, null, new Progress<ItemProgress>(), Notes);
        await foreach (var files in export.ExportAsync([selection], error => throw error, Stop))
        {
            if (sent.Count == runs)
                break;
            sent.Add(files[0].Run);
            await using var upload = new DataUpload(Connection, new Progress<ItemProgress>());
            foreach (var file in files)
                await upload.SendAsync(file, Stop);
            await upload.CompleteAsync(Stop);
        }

        return sent;
    }

    public async Task<IReadOnlyList<ContabyxCopyResult>> CopyAsync(LoadOptions? options = null)
    {
        await using var load = new DataLoad(Connection, options ?? new LoadOptions(), new Progress<ItemProgress>(), Notes);
        var results = new List<ContabyxCopyResult>();
        foreach (var waiting in await load.FindAsync(null, Stop))
            results.AddRange(await load.LoadAsync(waiting, Stop).ToListAsync(Stop));
        return results;
    }

    /// <summary>The statements that a load of what waits would run, as <c>-WhatIf</c> shows them.</summary>
    public async Task<IReadOnlyList<string>> PlanAsync()
    {
        await using var load = new DataLoad(Connection, new LoadOptions(), new Progress<ItemProgress>(), Notes);
        var statements = new List<string>();
        foreach (var waiting in await load.FindAsync(null, Stop))
        {
            var steps = await load.ReviewAsync(waiting, 1, Stop);
            statements.AddRange(steps.Where(step => step.Kind == PlanStepKind.Statement).Select(step => step.Text));
        }

        return statements;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The settings that the module uses: a database that is open cannot be opened with others.
    private DuckDbDatabase Database(string file) => new(
        _home[file], DuckDbSettings.Of(null, file == "source.duckdb" ? 48 : DuckDbSettings.UsualMegabytes));

    private void Run(string file, string sql)
    {
        using var connection = Database(file).ConnectAsync(Stop).GetAwaiter().GetResult();
        connection.Run(sql, Stop);
    }

    private List<string?[]> Ask(string file, string sql)
    {
        using var connection = Database(file).ConnectAsync(Stop).GetAwaiter().GetResult();
        return connection.Query(sql, Stop);
    }

    // The reports of one activity come one after the other; which activity reaches the number first is a matter of luck.
    private sealed class StoppingProgress(CancellationTokenSource stop, int after) : IProgress<ItemProgress>
    {
        private int _reports;

        public void Report(ItemProgress value)
        {
            if (Interlocked.Increment(ref _reports) == after)
                stop.Cancel();
        }
    }
}
