using System.Text;
using Contabyx.Engine.Connections;

namespace Contabyx.ServerTests;

/// <summary>Files named after their tables, dropped by hand into <c>KEY/data</c>.</summary>
public sealed class ClassicLayoutTests(Servers servers)
{
    private static readonly string[] Tables =
        ["Clients", "DocumentTypes", "Documents", "Tax", "TaxType", "TransactionTypes", "Transactions", "Transfers"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_files_load_with_one_copy_and_end_in_processed()
    {
        await using var site = await Site.OpenAsync(servers);
        await DropFilesAsync(site);

        var (exitCode, output, errors) = await site.RunAsync(
            "Invoke-ContabyxCopy | ForEach-Object { \"$($_.Table) $($_.Status) "
                + "$($_.Proof)\" }; Compare-ContabyxData | ForEach-Object Equal");

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        Assert.All(Tables, table => Assert.Contains($"{table} Loaded RowCount", output, StringComparison.Ordinal));
        Assert.DoesNotContain("False", output, StringComparison.Ordinal);
        Assert.Empty(await site.KeysAsync("data/"));
        var processed = await site.KeysAsync("processed/");
        Assert.All(Tables, table => Assert.Contains(processed, key => key.EndsWith($"/{table}.txt", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_broken_file_ends_in_error_named_by_file_line_and_column_and_the_other_seven_load()
    {
        await using var site = await Site.OpenAsync(servers);
        await DropFilesAsync(site, "Tax", text =>
        {
            var lines = text.TrimEnd('\n').Split('\n');
            lines[2] = lines[2][..lines[2].LastIndexOf(',')] + ",twelve";
            return string.Join('\n', lines) + "\n";
        });

        var (exitCode, output, errors) = await site.RunAsync(
            "Invoke-ContabyxCopy | ForEach-Object { \"$($_.Table) $($_.Status)\" }");

        Assert.NotEqual(-1, exitCode);
        Assert.Contains("Tax Failed", output, StringComparison.Ordinal);
        Assert.All(Tables.Where(table => table != "Tax"), table => Assert.Contains($"{table} Loaded", output, StringComparison.Ordinal));
        Assert.Contains("data/Tax.txt, line 3, column fee", errors, StringComparison.Ordinal);
        Assert.Contains(await site.KeysAsync("error/"), key => key.EndsWith("/Tax.txt", StringComparison.Ordinal));
        Assert.Empty(await site.KeysAsync("data/"));
    }

    // The eight files as somebody's own export would have made them: comma, quoted where needed, no compression.
    private static async Task DropFilesAsync(Site site, string broken = "", Func<string, string>? breakIt = null)
    {
        var (exitCode, _, errors) = await site.RunAsync("""
            Initialize-Contabyx | Out-Null
            New-ContabyxBatch -Days 3 | Out-Null
            Export-ContabyxData -Table * -Destination "$PSScriptRoot/files" -Compression None -PartCount 1 | Out-Null
            """);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        var folder = Path.Combine(Path.GetDirectoryName(site.EnvFile)!, "files");
        await using var bucket = Addresses.OpenBucket(site.Connection);
        foreach (var table in Tables)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(folder, $"{table}-0001.csv"), Stop);
            text = table == broken ? breakIt!(text) : text;
            await bucket.PutAsync($"data/{table}.txt", Encoding.UTF8.GetBytes(text), Stop);
        }
    }
}
