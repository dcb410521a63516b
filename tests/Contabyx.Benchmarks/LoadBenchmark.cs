using Contabyx.Engine.Books;
using Contabyx.Engine.Connections;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Upload;
using DuckDB.NET.Data;

namespace Contabyx.Benchmarks;

/// <summary>
/// The load of all transactions from one CSV file, verified, staged, proven, applied and recorded, against DuckDB's own
/// CREATE TABLE AS of the same bytes.
/// </summary>
internal static class LoadBenchmark
{
    public static async Task<(double Peer, double Ours)> RunAsync(BenchmarkFolder folder, string file, int repeats)
    {
        List<double> ours = [], peer = [];
        for (var i = 0; i <= repeats; i++)
        {
            var connection = EmbeddedTwin.Connection(folder[$"load{i}"]);
            await SendAsync(connection, file, folder[$"run{i}"]);
            var create = Report.Milliseconds(() => CreateTableAs(folder[$"peer{i}.duckdb"], file));
            var load = await Report.MillisecondsAsync(() => LoadAsync(connection));
            if (i == 0)
                continue; // Warms up.
            peer.Add(create);
            ours.Add(load);
        }

        Report.Ratio(
            "Load of Transactions, staged and proven", Report.Median(ours), "DuckDB CREATE TABLE AS FROM read_csv",
            Report.Median(peer), 2.0);
        return (Report.Median(peer), Report.Median(ours));
    }

    private static async Task LoadAsync(ContabyxConnection connection)
    {
        await using var dataLoad = new DataLoad(
            connection, new LoadOptions(), new Silence<ItemProgress>(), new Silence<string>());
        foreach (var waiting in await dataLoad.FindAsync(null, CancellationToken.None))
        {
            await foreach (var result in dataLoad.LoadAsync(waiting, CancellationToken.None))
            {
                if (result is not { Status: LoadStatus.Loaded, Proof: LoadProof.Proven })
                    throw new InvalidOperationException(result.Error);
            }
        }
    }

    private static void CreateTableAs(string database, string file)
    {
        using var connection = new DuckDBConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TABLE t AS FROM read_csv('{file}')";
        command.ExecuteNonQuery();
    }

    // The same rows and bytes as a run: the file is exported from a source that holds it.
    private static async Task SendAsync(ContabyxConnection connection, string file, string folder)
    {
        using (var database = new DuckDBConnection($"Data Source={connection.Source["duckdb:".Length..]}"))
        {
            Directory.CreateDirectory(connection.Home);
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = string.Join(";\n", DuckDbDdl.Create(BooksSchema.Transactions))
                + $"; INSERT INTO \"Transactions\" FROM read_csv('{file}')";
            command.ExecuteNonQuery();
        }

        await using var export = new DataExport(
            connection,
            new ExportOptions { Compression = FileCompression.None },
            folder,
            new Silence<ItemProgress>(),
            new Silence<string>());
        var files = await export.ExportAsync(
            [new TableSelection { Table = "Transactions" }], error => throw error, CancellationToken.None).SingleAsync();
        await using var upload = new DataUpload(connection, new Silence<ItemProgress>());
        foreach (var part in files)
            await upload.SendAsync(part, CancellationToken.None);
        await upload.CompleteAsync(CancellationToken.None);
    }
}
