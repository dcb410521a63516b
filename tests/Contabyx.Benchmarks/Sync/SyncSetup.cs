using Contabyx.Engine.Connections;
using Contabyx.Engine.Pipeline;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Benchmarks;

/// <summary>A source with one large table, and a warehouse that it is loaded into.</summary>
/// <param name="connection">Both of them.</param>
/// <param name="rows">How many rows the table has at first.</param>
internal abstract class SyncSetup(ContabyxConnection connection, long rows)
{
    /// <summary>The table: a key, a watermark, and columns of the usual types, about 100 bytes a row.</summary>
    public const string Table = "Sales";

    protected const string Columns =
        "id BIGINT NOT NULL PRIMARY KEY, customer INT NOT NULL, amount DECIMAL(18,2) NOT NULL, sold_at TIMESTAMP(6) NOT NULL, "
        + "status VARCHAR(20) NOT NULL, note VARCHAR(60)";

    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(20);

    protected ContabyxConnection Connection { get; } = connection;

    /// <summary>How many rows the table has.</summary>
    public long Rows { get; private set; } = rows;

    public abstract string Name { get; }

    /// <summary>The program or statement that reads the whole table and throws it away.</summary>
    public abstract string Peer { get; }

    /// <summary>Creates the table.</summary>
    public abstract Task FillAsync();

    /// <summary>Changes the rows that a predicate names.</summary>
    public abstract Task UpdateAsync(string predicate);

    public abstract Task ReadAllAsync();

    /// <summary>How many statements the source has run since it started; NULL where it does not count them.</summary>
    public abstract Task<long?> CountStatementsAsync();

    /// <summary>Adds rows with new keys.</summary>
    public async Task AddAsync(int count)
    {
        await InsertAsync(Rows + 1, Rows + count);
        Rows += count;
    }

    /// <summary>The warehouse's own query for the fingerprints of all parts, as a run of differences asks it.</summary>
    public Task AskBucketsAsync() => AskAsync((warehouse, table) => warehouse.ReadBucketsAsync(
        table, new Contabyx.Engine.Files.Proof.KeyBuckets((int)Math.Min(65536, Rows / 128), 1, (Rows / Math.Min(65536, Rows / 128)) + 1),
            null, CancellationToken.None));

    /// <summary>The warehouse's own query for the totals of the whole table, as the load asks it for its proof.</summary>
    public Task AskTotalsAsync() => AskAsync((warehouse, table) => warehouse.ReadTotalsAsync(table, null, CancellationToken.None));

    /// <summary>Runs the pipeline.</summary>
    /// <returns>The result, the statements sent to the warehouse, and the largest resident memory of this process.</returns>
    public async Task<(ContabyxCopyResult Result, int Statements, long Bytes)> RunAsync(TableSelection selection)
    {
        GC.Collect();
        var notes = new StatementNotes();
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest { Others = [selection with { Table = Table }] },
            Export = new ExportOptions { Slices = 0, ChunkRows = long.MaxValue },
        };
        using var stop = new CancellationTokenSource();
        var peak = PeakAsync(stop.Token);
        var result = await new DataPipeline(Connection, request, _ => new Silence<ItemProgress>(), notes).RunAsync(CancellationToken.None);
        await stop.CancelAsync();
        if (result.Failure is not null)
            throw result.Failure;
        var table = result.Tables[^1];
        return table is { Status: LoadStatus.Loaded or LoadStatus.Unchanged, Proof: LoadProof.Proven }
            ? (table, notes.Statements, await peak)
            : throw new InvalidOperationException($"{table.Status}, {table.Proof}: {table.Error}");
    }

    protected abstract Task InsertAsync(long first, long last);

    private async Task AskAsync(Func<IWarehouse, TableSchema, Task> ask)
    {
        await using var warehouse = Addresses.OpenWarehouse(Connection);
        var table = await warehouse.ReadTableAsync(Table, CancellationToken.None);
        await ask(warehouse, table! with { Key = ["id"] });
    }

    private static async Task<long> PeakAsync(CancellationToken stop)
    {
        var peak = 0L;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, Environment.WorkingSet);
            await Task.Delay(Sampling, CancellationToken.None);
        }

        return peak;
    }
}
