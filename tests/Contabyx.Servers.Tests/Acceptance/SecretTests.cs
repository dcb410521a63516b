using Contabyx.Engine.Connections;

namespace Contabyx.ServerTests;

/// <summary>
/// Everything is run at the most verbose setting with secrets that are marked, and all that it says anywhere is
/// searched for the mark.
/// </summary>
public sealed class SecretTests(Servers servers)
{
    // The passwords and the bucket's secret of the tests' servers all begin so.
    private const string Mark = "marked-";

    [Fact]
    public async Task No_secret_is_in_any_stream_log_history_row_or_statement()
    {
        await using var site = await Site.OpenAsync(servers);

        var (_, output, errors) = await site.RunAsync("""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            filter Show { "$_"; $_.psobject.Properties | ForEach-Object { "$($_.Name) = $($_.Value)" } }
            Get-ContabyxConnection
            Get-ContabyxConnection | Show
            Test-ContabyxConnection | Show
            Initialize-Contabyx -WhatIf
            Initialize-Contabyx | Show
            New-ContabyxBatch -Days 2 | Export-ContabyxData | Send-ContabyxUpload | Show
            Invoke-ContabyxCopy -WhatIf
            Invoke-ContabyxCopy | Show
            Compare-ContabyxData | Show
            Get-ContabyxLoad | Show
            Get-ContabyxLog | Show
            $Error | ForEach-Object { $_ | Show; $_.Exception.ToString() }
            [Environment]::CommandLine
            """);

        var home = site.Connection.Home;
        var log = await File.ReadAllTextAsync(site.Connection.LogPath, TestContext.Current.CancellationToken);
        Assert.Contains("Loaded", output, StringComparison.Ordinal);
        Assert.All(
            (string[])[output, errors, log, .. site.Emulator.Statements.Texts],
            text => Assert.DoesNotContain(Mark, text, StringComparison.Ordinal));
        Assert.All(
            Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Mark, File.ReadAllText(file), StringComparison.Ordinal));
        await using var bucket = Addresses.OpenBucket(site.Connection);
        await foreach (var item in bucket.ListAsync("", TestContext.Current.CancellationToken))
        {
            await using var stream = await bucket.OpenAsync(item.Key, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream!);
            Assert.DoesNotContain(Mark, await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("CONTABYX_SOURCE_PASSWORD", "New-ContabyxBatch")]
    [InlineData("PASSWORD", "Get-ContabyxLoad")]
    [InlineData("CONTABYX_SECRET_KEY", "Invoke-ContabyxCopy")]
    public async Task A_wrong_secret_is_named_but_not_shown(string setting, string command)
    {
        await using var site = await Site.OpenAsync(servers);
        await site.RunOnSourceAsync("SELECT 1");
        var lines = await File.ReadAllLinesAsync(site.EnvFile, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            site.EnvFile,
            lines.Select(line => line.StartsWith(setting + "=", StringComparison.Ordinal) ? $"{setting}={Mark}wrong" : line),
            TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await site.RunAsync(
            $"$VerbosePreference = $DebugPreference = 'Continue'\ntry {{ {command} }} catch {{ \"$_\"; $_.Exception.ToString(); throw }}");
        await File.WriteAllLinesAsync(site.EnvFile, lines, TestContext.Current.CancellationToken);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("There is no connection to", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, output + errors, StringComparison.Ordinal);
    }
}
