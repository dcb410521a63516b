using Contabyx.Engine;

namespace Contabyx.Benchmarks;

/// <summary>
/// Batches into MySQL against the <c>mariadb</c> client's LOAD DATA LOCAL of ready-made files, and exports against the
/// same client and <c>mydumper</c>.
/// </summary>
internal static class MySqlBenchmark
{
    private const int Readers = 2;

    private static readonly string[] Tables = [.. BooksSchema.Tables.Select(table => table.Name)];

    public static async Task RunBatchAsync(BenchmarkFolder folder, int days, int repeats)
    {
        using var server = new MySqlServer();
        var files = await WriteFilesAsync(folder, days);
        List<double> ours = [], peer = [];
        for (var i = 0; i <= repeats; i++)
        {
            var theirs = $"theirs{i}";
            await InitializeAsync(server.Connection(folder["home"], theirs));
            var load = Report.Milliseconds(
                () => server.Shell($"mariadb {server.Client} --local-infile=1 {theirs} < {files}"));
            var mine = server.Connection(folder["home"], $"mine{i}");
            await InitializeAsync(mine);
            var written = await Report.MillisecondsAsync(() => WriteAsync(mine, days));
            server.Shell($"mariadb {server.Client} -e 'DROP DATABASE {theirs}; DROP DATABASE mine{i}'");
            if (i == 0)
                continue; // Warms up.
            peer.Add(load);
            ours.Add(written);
        }

        Report.Ratio("Batches into MySQL", Report.Median(ours), "LOAD DATA LOCAL of files", Report.Median(peer), 1.15);
        Console.WriteLine($"    Peak memory: {Environment.WorkingSet >> 20} MB now.");
    }

    public static async Task RunExportAsync(BenchmarkFolder folder, int days, int repeats)
    {
        using var server = new MySqlServer();
        await WriteAsync(server.Connection(folder["home"], "books"), days);
        var connection = server.Connection(folder["home"], "books", Readers);
        List<double> one = [], all = [], client = [], dumper = [];
        for (var i = 0; i <= repeats; i++)
        {
            var piped = Report.Milliseconds(() => server.Shell(
                $"mariadb {server.Client} --quick --batch books -e 'SELECT * FROM Transactions' | zstd -1 -q -f -o {folder["peer.zst"]}"));
            var exported = await Report.MillisecondsAsync(() => ExportAsync(connection, folder[$"one{i}"], "Transactions"));
            var dumped = Report.Milliseconds(() => server.Shell(
                $"mydumper {server.Client.Replace("--no-defaults ", "", StringComparison.Ordinal)} -p $MYSQL_PWD -B books "
                + $"-t {Readers} -r 100000 -c -o {folder[$"dump{i}"]}"));
            var whole = await Report.MillisecondsAsync(() => ExportAsync(connection, folder[$"all{i}"], null));
            if (i == 0)
                continue; // Warms up.
            client.Add(piped);
            one.Add(exported);
            dumper.Add(dumped);
            all.Add(whole);
        }

        Report.Ratio(
            "Export of Transactions from MySQL, zstd", Report.Median(one), "mariadb --quick --batch | zstd -1",
            Report.Median(client), 1.0);
        Report.Ratio(
            $"Export of all tables, {Readers} readers", Report.Median(all), $"mydumper, {Readers} threads, compressed",
            Report.Median(dumper), 1.0);
    }

    // One file per year and table, and a script that loads each year in one transaction.
    private static async Task<string> WriteFilesAsync(BenchmarkFolder folder, int days)
    {
        Directory.CreateDirectory(folder["files"]);
        var script = new List<string>();
        var first = BooksRules.DefaultStartDay;
        for (var day = 0; day < days; day += 365)
        {
            var books = new BooksState(BooksRules.DataVersion, 1, first, BooksRules.DefaultRoundsPerDay, day);
            var length = Math.Min(365, days - day);
            await using var pump = new LoadTextPump(
                new BatchRows("files", books, first.AddDays(day), length, 1), CancellationToken.None);
            script.Add("START TRANSACTION;");
            while (await pump.NextTableAsync() is { } table)
            {
                var path = Path.Combine(folder["files"], $"{table.Name}-{day}.txt");
                await using var text = new LoadTextStream(pump, table);
                await using var file = File.Create(path);
                await text.CopyToAsync(file);
                script.Add($"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {table.Name} CHARACTER SET utf8mb4;");
            }

            script.Add("COMMIT;");
        }

        var name = folder["load.sql"];
        await File.WriteAllLinesAsync(name, script);
        return name;
    }

    private static async Task InitializeAsync(ContabyxConnection connection)
    {
        await using var source = Addresses.OpenSource(connection);
        await source.InitializeAsync(CancellationToken.None);
    }

    private static async Task WriteAsync(ContabyxConnection connection, int days)
    {
        await using var stage = new BatchStage(connection, new Silence<StageProgress>(), new Silence<string>());
        var request = new BatchRequest { Days = days };
        var plan = await stage.PlanAsync(request, CancellationToken.None);
        await foreach (var _ in stage.WriteAsync(plan, request, CancellationToken.None))
        {
        }
    }

    private static async Task ExportAsync(ContabyxConnection connection, string destination, string? table)
    {
        await using var stage = new ExportStage(
            connection, new ExportOptions { Slices = 2 }, destination, new Silence<StageProgress>(), new Silence<string>());
        var tables = await stage.FindTablesAsync(
            name => table is null ? Tables.Contains(name) : name == table, "*", CancellationToken.None);
        await stage.AddTablesAsync(tables, error => throw error, CancellationToken.None);
        await stage.CompleteAsync(CancellationToken.None);
    }
}
