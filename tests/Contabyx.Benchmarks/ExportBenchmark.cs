using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Export;
using DuckDB.NET.Data;

namespace Contabyx.Benchmarks;

/// <summary>
/// The export of all transactions as CSV, against DuckDB's own COPY TO of the same table in the same file.
/// </summary>
internal static class ExportBenchmark
{
    public static async Task<(double Peer, string File)> RunAsync(BenchmarkFolder folder, int days, int repeats)
    {
        var connection = EmbeddedTwin.Connection(folder["export"]);
        await using (var newBatches = new NewBatches(connection, new Silence<ItemProgress>(), new Silence<string>()))
        {
            var request = new BatchRequest { Days = days };
            var plan = await newBatches.PlanAsync(request, CancellationToken.None);
            await foreach (var _ in newBatches.WriteAsync(plan, request, CancellationToken.None))
            {
            }
        }

        List<double> ours = [], zstd = [], peer = [];
        var file = folder["peer.csv"];
        for (var i = 0; i <= repeats; i++)
        {
            var copy = Report.Milliseconds(() => CopyTo(connection, file));
            var plain = await Report.MillisecondsAsync(
                () => ExportAsync(connection, folder[$"csv{i}"], FileCompression.None));
            var compressed = await Report.MillisecondsAsync(
                () => ExportAsync(connection, folder[$"zstd{i}"], FileCompression.Zstd));
            if (i == 0)
                continue; // Warms up.
            peer.Add(copy);
            ours.Add(plain);
            zstd.Add(compressed);
        }

        Report.Ratio("Export of Transactions to CSV", Report.Median(ours), "DuckDB COPY TO", Report.Median(peer), 1.15);
        Report.Ratio("The same with zstd", Report.Median(zstd), "DuckDB COPY TO, plain", Report.Median(peer), 1.15);
        return (Report.Median(peer), file);
    }

    private static async Task ExportAsync(
        ContabyxConnection connection, string destination, FileCompression compression)
    {
        var options = new ExportOptions { Compression = compression, Slices = 2 };
        await using var export = new DataExport(
            connection, options, destination, new Silence<ItemProgress>(), new Silence<string>());
        await export.ExportAsync(
            [new TableSelection { Table = "Transactions" }], error => throw error, CancellationToken.None).SingleAsync();
    }

    // Both open the file: ours does when it begins.
    private static void CopyTo(ContabyxConnection connection, string file)
    {
        using var database = new DuckDBConnection($"Data Source={connection.Source["duckdb:".Length..]}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"COPY \"Transactions\" TO '{file}' (FORMAT csv, HEADER false)";
        command.ExecuteNonQuery();
    }
}
