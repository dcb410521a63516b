using System.Globalization;
using Contabyx.Benchmarks;

// dotnet run -c Release --project tests/Contabyx.Benchmarks [-- DAYS [REPEATS]]
// dotnet run -c Release --project tests/Contabyx.Benchmarks -- s3-upload [REPEATS]
// dotnet run -c Release --project tests/Contabyx.Benchmarks -- mysql-batch|mysql-export [DAYS [REPEATS]]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["s3-upload", ..])
{
    using var files = new BenchmarkFolder();
    await using var servers = await BenchmarkServers.StartAsync("s3");
    await S3UploadBenchmark.RunAsync(files, servers, args.Length > 1 ? int.Parse(args[1]) : 3);
    return;
}

if (args is ["mysql-batch" or "mysql-export", ..])
{
    using var files = new BenchmarkFolder();
    await using var servers = await BenchmarkServers.StartAsync("mysql");
    var benchmark = new MySqlBenchmark(
        servers, files, args.Length > 1 ? int.Parse(args[1]) : 2555, args.Length > 2 ? int.Parse(args[2]) : 5);
    await (args[0] == "mysql-batch" ? benchmark.RunBatchAsync() : benchmark.RunExportAsync());
    return;
}

var days = args.Length > 0 ? int.Parse(args[0]) : 2555;
var repeats = args.Length > 1 ? int.Parse(args[1]) : 5;

using var folder = new BenchmarkFolder();
Console.WriteLine($"{days} days, {repeats} repeats (the median counts), {Environment.ProcessorCount} processors, {Environment.Version}");
Console.WriteLine();

var generator = GeneratorBenchmark.Run(days, repeats);
var export = await ExportBenchmark.RunAsync(folder, days, repeats);
var load = await LoadBenchmark.RunAsync(folder, export.File, repeats);
var floors = generator + export.Peer + load.Peer;
var quickStart = await QuickStartBenchmark.RunAsync(folder, days, Math.Min(repeats, 3));

Console.WriteLine(
    $"Sum of the floors: generator {generator:0} + COPY TO {export.Peer:0} + read_csv {load.Peer:0} = {floors:0} ms");
Report.Ratio("Quick start, process and engine start included", quickStart, "sum of the floors", floors, 3.0);
