using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Books.MySql;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Export;

namespace Contabyx.Benchmarks;

/// <summary>
/// Batches into MySQL against the <c>mariadb</c> client's LOAD DATA LOCAL of ready-made files, and exports against the
/// same client and <c>mydumper</c>.
/// </summary>
internal sealed class MySqlBenchmark(BenchmarkServers servers, BenchmarkFolder folder, int days, int repeats)
{
    private const int Readers = 2;

    private static readonly string[] Tables = [.. BooksSchema.Tables.Select(table => table.Name)];

    public async Task RunBatchAsync()
    {
        var files = await WriteFilesAsync();
        List<double> ours = [], peer = [];
        for (var i = 0; i <= repeats; i++)
        {
            var theirs = $"theirs{i}";
            await InitializeAsync(Connection(theirs));
            var load = await Report.MillisecondsAsync(
                () => ShellAsync($"mariadb {Client} --local-infile=1 {theirs} < {files}"));
            var mine = Connection($"mine{i}");
            await InitializeAsync(mine);
            var written = await Report.MillisecondsAsync(() => WriteAsync(mine));
            await ShellAsync($"mariadb {Client} -e 'DROP DATABASE {theirs}; DROP DATABASE mine{i}'");
            if (i == 0)
                continue; // Warms up.
            peer.Add(load);
            ours.Add(written);
        }

        Report.Ratio("Batches into MySQL", Report.Median(ours), "LOAD DATA LOCAL of files", Report.Median(peer), 1.15);
    }

    public async Task RunExportAsync()
    {
        await WriteAsync(Connection("books"));
        var connection = Connection("books", Readers);
        List<double> one = [], all = [], client = [], dumper = [];
        for (var i = 0; i <= repeats; i++)
        {
            var piped = await Report.MillisecondsAsync(() => ShellAsync(
                $"mariadb {Client} --quick --batch books -e 'SELECT * FROM Transactions' | zstd -1 -q -f -o {folder["peer.zst"]}"));
            var exported = await Report.MillisecondsAsync(() => ExportAsync(connection, folder[$"one{i}"], "Transactions"));
            var dumped = await Report.MillisecondsAsync(() => ShellAsync(
                $"mydumper -h 127.0.0.1 -P {servers.MySqlPort} -u loader -p $MYSQL_PWD -B books "
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
            Report.Median(client), 1.1);
        Report.Ratio(
            $"Export of all tables, {Readers} readers", Report.Median(all), $"mydumper, {Readers} threads, compressed",
            Report.Median(dumper), 1.0);
    }

    private string Client => $"--no-defaults -h127.0.0.1 -P{servers.MySqlPort} -uloader";

    private ContabyxConnection Connection(string database, int? readers = null) => EmbeddedTwin.Connection(folder["home"]) with
    {
        Source = $"mysql://loader@127.0.0.1:{servers.MySqlPort}/{database}",
        SourceSettings = new SourceSettings { Password = servers.MySqlPassword, Readers = readers },
    };

    private Task ShellAsync(string line) => BenchmarkServers.RunAsync(
        "bash", "-c", $"set -e -o pipefail; export MYSQL_PWD={servers.MySqlPassword.Reveal()}; {line}");

    // One file per year and table, and a script that loads each year in one transaction.
    private async Task<string> WriteFilesAsync()
    {
        Directory.CreateDirectory(folder["files"]);
        var script = new List<string>();
        var first = BooksRules.DefaultStartDay;
        for (var day = 0; day < days; day += 365)
        {
            var books = new BooksState(BooksRules.DataVersion, 1, first, BooksRules.DefaultRoundsPerDay, day);
            var length = Math.Min(365, days - day);
            await using var pump = new LoadDataPump(
                new BatchRows("files", books, first.AddDays(day), length, 1), CancellationToken.None);
            script.Add("START TRANSACTION;");
            while (await pump.NextTableAsync() is { } table)
            {
                var path = Path.Combine(folder["files"], $"{table.Name}-{day}.txt");
                await using var text = new LoadDataStream(pump, table);
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
        await using var books = Addresses.OpenBooks(connection);
        await books.InitializeAsync(CancellationToken.None);
    }

    private async Task WriteAsync(ContabyxConnection connection)
    {
        await using var newBatches = new NewBatches(connection, new Silence<ItemProgress>(), new Silence<string>());
        var request = new BatchRequest { Days = days };
        var plan = await newBatches.PlanAsync(request, CancellationToken.None);
        await foreach (var _ in newBatches.WriteAsync(plan, request, CancellationToken.None))
        {
        }
    }

    private static async Task ExportAsync(ContabyxConnection connection, string destination, string? table)
    {
        await using var export = new DataExport(
            connection, new ExportOptions { Slices = 2 }, destination, new Silence<ItemProgress>(), new Silence<string>());
        string[] tables = table is null ? Tables : [table];
        await export.ExportAsync(
            [.. tables.Select(name => new TableSelection { Table = name })], error => throw error, CancellationToken.None)
            .SingleAsync();
    }
}
