using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Pipeline;

namespace Contabyx.Benchmarks;

/// <summary>
/// The whole way of all tables from MySQL through S3 into the emulator of Amazon Redshift, with the proof, against what a shell script
/// does without one: <c>mariadb --quick --batch | zstd -1</c>, <c>aws s3 cp</c>, and COPY by <c>psql</c>, two tables in parallel.
/// </summary>
/// <param name="settings">The connection's settings, which hold the passwords.</param>
internal sealed class PipelineBenchmark(
    BenchmarkServers servers, ContabyxConnection connection, Dictionary<string, string> settings, BenchmarkFolder folder)
{
    private const string Database = "pipeline_benchmark";
    private const int Parallel = 2;

    private static readonly string[] Tables = [.. BooksSchema.Tables.Select(table => table.Name)];

    public static async Task RunAsync(BenchmarkFolder folder, int days, int repeats)
    {
        await using var servers = await BenchmarkServers.StartAsync("all");
        var settings = new Dictionary<string, string>(EnvironmentFile.Read(servers.EnvFile), StringComparer.Ordinal)
        {
            ["CONTABYX_SOURCE"] = $"mysql://loader@127.0.0.1:{servers.SourcePort}/{Database}",
        };
        await servers.CreateDatabaseAsync(Database);
        var connection = ConnectionSettings.Connect(settings, folder["home"]);
        await new PipelineBenchmark(servers, connection, settings, folder).RunAsync(days, repeats);
    }

    private async Task RunAsync(int days, int repeats)
    {
        await using (var bucket = Addresses.OpenBucket(connection))
            await bucket.InitializeAsync(CancellationToken.None);
        var rows = await WriteBooksAsync(days);
        await LoadAsync(); // Creates the tables, whose like the peer needs.
        await AskAsync(string.Concat(Tables.Select(table =>
            $"CREATE TABLE peer_{table.ToLowerInvariant()} (LIKE {table.ToLowerInvariant()});\n")));
        List<double> ours = [], peer = [];
        for (var i = 0; i <= repeats; i++)
        {
            // Without the history, the rows are loaded again; with it, they would be recognised.
            await AskAsync(string.Concat(Tables.Select(table => table.ToLowerInvariant())
                .Select(table => $"TRUNCATE {table}; TRUNCATE peer_{table};\n")) + "TRUNCATE contabyx_load_history;\n");
            var theirs = await Report.MillisecondsAsync(ScriptAsync);
            var mine = await Report.MillisecondsAsync(LoadAsync);
            if (i == 0)
                continue; // Warms up.
            peer.Add(theirs);
            ours.Add(mine);
        }

        Console.WriteLine($"{rows} rows of {Tables.Length} tables; MySQL, S3 and the emulator of Amazon Redshift");
        Report.Ratio(
            "Invoke-ContabyxPipeline -Table *, proven", Report.Median(ours), "mariadb | zstd | aws s3 cp | COPY, not proven",
            Report.Median(peer), 2.0);
        await AskAsync(string.Concat(Tables.Select(table => table.ToLowerInvariant()).Select(table =>
            $"SELECT 1 / (CASE WHEN (SELECT count(*) FROM {table}) = (SELECT count(*) FROM peer_{table}) THEN 1 ELSE 0 END);\n")));
    }

    private async Task<long> WriteBooksAsync(int days)
    {
        var silence = new Progress<ItemProgress>();
        await using var books = new NewBatches(connection, silence, new Progress<string>());
        var request = new BatchRequest { Days = days };
        var plan = await books.PlanAsync(request, CancellationToken.None);
        return await books.WriteAsync(plan, request, CancellationToken.None).Select(batch => batch.Rows).SumAsync();
    }

    private async Task LoadAsync()
    {
        var request = new PipelineRequest
        {
            Tables = new SelectionRequest { Tables = [new TablePattern("*", Tables.Contains)] },
            Export = new ExportOptions { Slices = 0 },
            ThrottleLimit = Parallel,
        };
        var result = await new DataPipeline(connection, request, _ => new Progress<ItemProgress>(), new Progress<string>())
            .RunAsync(CancellationToken.None);
        if (result.Status != PipelineStatus.Succeeded || result.TablesLoaded - result.TablesAlreadyLoaded != Tables.Length)
            throw new InvalidOperationException(result.Error ?? "Not all tables were loaded.");
    }

    // Two tables in parallel; what fails ends the script.
    private Task ScriptAsync()
    {
        var script = folder["peer.sh"];
        File.WriteAllText(script, $"""
            set -e -o pipefail
            mariadb {Client} --quick --batch --skip-column-names {Database} -e "SELECT * FROM $1" | zstd -1 -q -f -o {script}.$1.zst
            aws --endpoint-url {servers.S3.Endpoint} s3 cp --quiet {script}.$1.zst s3://contabyx/peer/$1.zst
            {Psql} -c "COPY peer_$1 FROM 's3://contabyx/peer/$1.zst' IAM_ROLE DEFAULT ZSTD DELIMITER '\t' NULL AS 'NULL'"
            """);
        return ShellAsync($"printf '%s\\n' {string.Join(' ', Tables)} | xargs -P {Parallel} -n 1 bash {script}");
    }

    private Task AskAsync(string sql)
    {
        File.WriteAllText(folder["peer.sql"], sql);
        return ShellAsync($"{Psql} -f {folder["peer.sql"]}");
    }

    private Task ShellAsync(string line) => BenchmarkServers.RunAsync(
        "bash", "-c",
        $"set -e -o pipefail; export MYSQL_PWD={servers.SourcePassword} PGPASSWORD={settings["CONTABYX_WAREHOUSE_PASSWORD"]} "
        + $"AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID={servers.S3.AccessKey} "
        + $"AWS_SECRET_ACCESS_KEY={servers.S3.SecretKey!.Reveal()}; {line}");

    private string Client => $"--no-defaults -h127.0.0.1 -P{servers.SourcePort} -uloader";

    private string Psql => $"psql -X -q -v ON_ERROR_STOP=1 postgresql{connection.Warehouse["redshift".Length..]}";
}
