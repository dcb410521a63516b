using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Contabyx.Engine.Books;
using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.ServerTests;

/// <summary><c>-WhatIf</c> is the review document: it writes nothing anywhere, and what it shows does the work.</summary>
public sealed partial class PlanTests(Servers servers)
{
    [Fact]
    public async Task WhatIf_of_the_whole_pipeline_sends_no_write_to_any_server()
    {
        // MariaDB offers no TLS here, so that what is sent can be read.
        await using var site = await Site.OpenAsync(servers, source: servers.MariaDb);
        Assert.Equal(0, (await site.RunAsync("$null = New-ContabyxBatch -Days 3 | Export-ContabyxData | Send-ContabyxUpload")).ExitCode);
        var direct = site.Connection;
        await using var mysql = new RecordingProxy(new Uri(direct.Source).Port);
        await using var s3 = new RecordingProxy(new Uri(direct.BucketSettings.Endpoint!).Port);
        var settings = (await File.ReadAllTextAsync(site.EnvFile, Stop))
            .Replace($":{new Uri(direct.Source).Port}", $":{mysql.Port}", StringComparison.Ordinal)
            .Replace($":{new Uri(direct.BucketSettings.Endpoint!).Port}", $":{s3.Port}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(site.EnvFile, settings, Stop);
        var statements = new ConcurrentQueue<string>();
        site.Emulator.Statements.Received += statements.Enqueue;
        var files = Files(direct.Home);

        var plan = Path.Combine(direct.Home, "plan.sql");
        var (exitCode, output, errors) = await site.RunAsync($"Invoke-ContabyxPipeline -Days 2 -WhatIf -PlanPath '{plan}'");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("What if", output, StringComparison.Ordinal);
        var methods = HttpRequest().Matches(s3.Sent).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.Contains(method, (string[])["GET", "HEAD"]));
        Assert.Contains("contabyx_books", mysql.Sent, StringComparison.Ordinal);
        Assert.DoesNotMatch(SqlWrite(), mysql.Sent);
        Assert.NotEmpty(statements);
        Assert.All(statements, statement => Assert.DoesNotMatch(SqlWrite(), statement));
        Assert.Equal([.. files, plan], Files(direct.Home));
    }

    [Fact]
    public async Task The_plan_run_by_hand_does_what_the_cmdlet_does()
    {
        await using var site = await Site.OpenAsync(servers);
        var plan = Path.Combine(Path.GetDirectoryName(site.EnvFile)!, "plan.sql");
        var made = await site.RunAsync($"""
            $null = New-ContabyxBatch -Days 3 | Export-ContabyxData | Send-ContabyxUpload
            $null = Invoke-ContabyxCopy -WhatIf -PlanPath '{plan}'
            """);
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        var script = await File.ReadAllTextAsync(plan, Stop);

        await RunByHandAsync(site, script);

        var compared = await site.RunAsync("""
            Compare-ContabyxData | ForEach-Object { "$($_.Table) $($_.Equal)" }
            Invoke-ContabyxCopy | ForEach-Object { "$($_.Table) $($_.Status)" }
            """);
        foreach (var table in BooksSchema.Tables)
        {
            Assert.Contains($"{table.Name} True", compared.Output, StringComparison.Ordinal);
            Assert.Contains($"{table.Name} AlreadyLoaded", compared.Output, StringComparison.Ordinal);
        }

        // The moves of the script are those that the cmdlet then made.
        var moved = MoveTarget().Matches(script).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        var processed = (await site.KeysAsync("processed/")).Where(key => !key.EndsWith("/run.json", StringComparison.Ordinal));
        Assert.Equal(moved, processed.Order(StringComparer.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task RunByHandAsync(Site site, string script)
    {
        var address = ServerAddress.Parse(site.Connection.Warehouse, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort);
        await using var session =
            await RedshiftSession.OpenAsync(address, new PasswordLogin(address.User, new Secret(Site.WarehousePassword)), Stop);
        var lines = script.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal));
        foreach (var statement in string.Join('\n', lines).Split(
            ";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await session.RunAsync(statement, Stop);
    }

    [GeneratedRegex(@"(?m)^([A-Z]+) /\S* HTTP/1\.1\r$")]
    private static partial Regex HttpRequest();

    [GeneratedRegex(@"\b(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|LOAD DATA|COPY|TRUNCATE|LOCK)\b")]
    private static partial Regex SqlWrite();

    [GeneratedRegex(@"(?m)^-- aws s3 mv '[^']*' 's3://[^/']*/books/([^']*)'$")]
    private static partial Regex MoveTarget();
}
