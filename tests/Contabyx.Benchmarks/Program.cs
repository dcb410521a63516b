using System.Globalization;
using Contabyx.Benchmarks;

// dotnet run -c Release --project tests/Contabyx.Benchmarks [-- [mysql-batch | mysql-export | s3-upload | pipeline] [DAYS [REPEATS]]]
// dotnet run -c Release --project tests/Contabyx.Benchmarks -- sync | sync-servers | sync-twin [ROWS [REPEATS]]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var name = args.Length > 0 && !char.IsAsciiDigit(args[0][0]) ? args[0] : "";
args = name.Length > 0 ? args[1..] : args;
if (name.StartsWith("sync", StringComparison.Ordinal))
{
    var rows = args.Length > 0 ? long.Parse(args[0]) : 1_000_000;
    var rounds = args.Length > 1 ? int.Parse(args[1]) : 3;
    Console.WriteLine($"{rounds} repeats (the median counts), {Environment.ProcessorCount} processors, {Environment.Version}");
    using var place = new BenchmarkFolder();
    await SyncBenchmark.RunAsync(place, name["sync".Length..].TrimStart('-'), rows, rounds);
    return;
}

var days = args.Length > 0 ? int.Parse(args[0]) : 2555;
var repeats = args.Length > 1 ? int.Parse(args[1]) : 5;

using var folder = new BenchmarkFolder();
Console.WriteLine($"{days} days, {repeats} repeats (the median counts), {Environment.ProcessorCount} processors, {Environment.Version}");
Console.WriteLine();

switch (name)
{
    case "":
        break;
    case "mysql-batch":
        await using (var servers = await BenchmarkServers.StartAsync("mariadb"))
            await new MySqlBenchmark(servers, folder, days, repeats).RunBatchAsync();
        return;
    case "mysql-export":
        await using (var servers = await BenchmarkServers.StartAsync("mariadb"))
            await new MySqlBenchmark(servers, folder, days, repeats).RunExportAsync();
        return;
    case "pipeline":
        await PipelineBenchmark.RunAsync(folder, days, repeats);
        return;
    case "s3-upload":
        await using (var servers = await BenchmarkServers.StartAsync("s3"))
            await S3UploadBenchmark.RunAsync(folder, servers, repeats);
        return;
    default:
        throw new ArgumentException($"There is no benchmark '{name}'.");
}

var generator = GeneratorBenchmark.Run(days, repeats);
var export = await ExportBenchmark.RunAsync(folder, days, repeats);
var load = await LoadBenchmark.RunAsync(folder, export.File, repeats);
var floors = generator + export.Peer + load.Peer;
var quickStart = await QuickStartBenchmark.RunAsync(folder, days, Math.Min(repeats, 3));

Console.WriteLine(
    $"Sum of the floors: generator {generator:0} + COPY TO {export.Peer:0} + read_csv {load.Peer:0} = {floors:0} ms");
Report.Ratio("Quick start, process and engine start included", quickStart, "sum of the floors", floors, 3.0);
