using System.Text;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Runs;

namespace Contabyx.Tests;

/// <summary>Runs that were damaged between the sending and the loading.</summary>
public sealed class DamagedRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;
    private string _run = "";

    public DamagedRunTests() => _pipeline = new Pipeline(_home.Path);

    public async ValueTask InitializeAsync()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 5 }),
            new ExportOptions { Compression = FileCompression.None });
        _run = files[0].Run;
        await _pipeline.SendAsync(files);
    }

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task A_flipped_byte_is_found_and_its_file_named() => FailsAsync("Tax-0001.csv: its bytes were changed", () =>
    {
        var bytes = File.ReadAllBytes(Part);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Part, bytes);
    });

    [Fact]
    public Task A_missing_part_is_named() => FailsAsync("Tax-0001.csv: it is missing", () => File.Delete(Part));

    [Fact]
    public Task A_part_listed_twice_in_the_manifest_is_named() =>
        FailsAsync("Tax-0001.csv twice", () => Replace(Manifest, "\"entries\": [", text =>
        {
            var manifest = RunJson.ReadManifest(Encoding.UTF8.GetBytes(text), Manifest);
            return Encoding.UTF8.GetString(
                RunJson.Write(new CopyManifest([.. manifest.Entries, manifest.Entries[0]])));
        }));

    [Fact]
    public Task A_part_listed_twice_in_the_run_document_is_named() => FailsAsync("it lists Tax-0001.csv 2 times", () =>
        ChangeTax(table => table with { Files = [table.Files[0], table.Files[0]] }));

    [Fact]
    public Task A_truncated_file_is_named_with_both_lengths() => FailsAsync("bytes; the run says", () =>
    {
        using var file = File.OpenWrite(Part);
        file.SetLength(file.Length - 7);
    });

    [Fact]
    public Task A_wrong_row_count_of_a_table_is_found_and_the_document_named() => FailsAsync("run.json", () =>
        ChangeTax(table => table with { Totals = table.Totals with { Rows = table.Totals.Rows + 1 } }));

    [Fact]
    public Task Wrong_row_counts_of_table_and_file_alike_are_refuted_by_the_staged_rows() =>
        FailsAsync("rows 2001 expected, 2000 found", () => ChangeTax(table => table with
        {
            Totals = table.Totals with { Rows = table.Totals.Rows + 1 },
            Files = [table.Files[0] with { Rows = table.Files[0].Rows + 1 }],
        }));

    [Fact]
    public Task A_wrong_sum_is_refuted_by_the_staged_rows() => FailsAsync("fee: sum", () =>
        ChangeTax(table => table with
        {
            Totals = table.Totals with
            {
                Columns = [.. table.Totals.Columns.Select(c => c.Column == "fee" ? c with { Sum = "0.01" } : c)],
            },
        }));

    [Fact]
    public async Task An_unreadable_document_fails_the_whole_run_and_nothing_is_loaded()
    {
        File.WriteAllText(Document, "{ \"run\": ");

        var results = await _pipeline.CopyAsync();

        var result = Assert.Single(results);
        Assert.Equal((LoadStatus.Failed, "*"), (result.Status, result.Table));
        Assert.Contains("run.json", result.Error, StringComparison.Ordinal);
        Assert.Empty(_pipeline.Keys("data"));
        Assert.Contains($"error/{_run}/run.json", _pipeline.Keys("error"));
    }

    [Theory]
    [InlineData("../Clients/Clients-0001.csv")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    public async Task A_file_name_that_leads_elsewhere_is_refused(string name)
    {
        ChangeTax(table => table with { Files = [table.Files[0] with { Name = name }] });

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains("cannot be the name of a file", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\": \"Tax\",", "\"name\": \"\",", "has no valid name")]
    [InlineData("\"name\": \"Tax\",", "\"name\": \"tax\\u0000\",", "has no valid name")]
    [InlineData("\"name\": \"Tax\",", "\"name\": \"transfers\",", "twice")]
    [InlineData("\"tables\": [", "\"tables\": [ null,", "is null")]
    [InlineData("\"nullMarker\": \"\\\\N\"", "\"nullMarker\": \"0\"", "cannot be the NULL marker")]
    [InlineData("\"tax_id\"\n", "\"nobody\"\n", "is not one of its columns")]
    public async Task An_edited_document_that_makes_no_sense_fails_by_name_and_does_not_block_others(
        string text, string edit, string error)
    {
        Replace(Document, text, json => json.Replace(text, edit, StringComparison.Ordinal));

        var result = Assert.Single(await _pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Fact]
    public async Task All_or_nothing_commits_no_table_when_one_is_damaged()
    {
        File.Delete(Part);

        var results = await _pipeline.CopyAsync(new LoadOptions { AllOrNothing = true });

        Assert.All(results, result => Assert.Equal(LoadStatus.Failed, result.Status));
        await using var warehouse = Addresses.OpenWarehouse(_pipeline.Connection);
        Assert.Empty(await warehouse.ReadHistoryAsync(null, TestContext.Current.CancellationToken));
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Fact]
    public async Task A_failed_table_is_mended_by_running_the_pipeline_again()
    {
        File.Delete(Part);
        await _pipeline.CopyAsync();

        var results = await _pipeline.RunAsync(new BatchRequest { Days = 1 });

        Assert.All(results, result => Assert.NotEqual(LoadStatus.Failed, result.Status));
        Assert.Equal(6 * 400, results.Single(result => result.Table == "Tax").RowsLoaded);
        Assert.Equal(6 * 400, (await _pipeline.BalanceAsync()).Transactions);
    }

    private string Part => _home["bucket", "data", _run, "Tax", "Tax-0001.csv"];

    private string Manifest => _home["bucket", "data", _run, "Tax", "manifest.json"];

    private string Document => _home["bucket", "data", _run, "run.json"];

    private async Task FailsAsync(string error, Action damage)
    {
        damage();

        var results = await _pipeline.CopyAsync();

        var failed = Assert.Single(results, result => result.Status == LoadStatus.Failed);
        Assert.Equal(("Tax", 0), (failed.Table, failed.RowsLoaded));
        Assert.Contains(error, failed.Error, StringComparison.Ordinal);
        Assert.Equal(7, results.Count(result => result is { Status: LoadStatus.Loaded, Proof: LoadProof.Proven }));
        Assert.Empty(_pipeline.Keys("data"));
        Assert.Contains($"error/{_run}/Tax/manifest.json", _pipeline.Keys("error"));
        Assert.Contains($"processed/{_run}/Transfers/manifest.json", _pipeline.Keys("processed"));
        await using var warehouse = Addresses.OpenWarehouse(_pipeline.Connection);
        var history = await warehouse.ReadHistoryAsync(_run, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(history, record => record.Table == "Tax");
        Assert.Equal(0m, (await _pipeline.BalanceAsync()).Fees);
    }

    private void ChangeTax(Func<RunTable, RunTable> change)
    {
        var document = RunJson.ReadRun(File.ReadAllBytes(Document), Document);
        var tables = document.Tables.Select(table => table.Schema.Name == "Tax" ? change(table) : table);
        File.WriteAllBytes(Document, RunJson.Write(document with { Tables = [.. tables] }));
    }

    private static void Replace(string path, string mustContain, Func<string, string> change)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(mustContain, text, StringComparison.Ordinal);
        File.WriteAllText(path, change(text));
    }
}
