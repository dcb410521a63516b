using System.Security.Cryptography;
using Contabyx.Engine.Files;
using Contabyx.Engine.Files.Streams;
using Contabyx.Engine.Load;

namespace Contabyx.Tests;

/// <summary>What is told of bad rows on the embedded twin, and how they are mended.</summary>
public sealed class LoadErrorTests
{
    private const string Rows =
        "1,income,wages\nbad,income,\"two\nlines\"\n3,income,\"a \"\"b\"\"\"\n4x,expense,rent\n5,expense,fees\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FileCompression.None)]
    [InlineData(FileCompression.Gzip)]
    [InlineData(FileCompression.Zstd)]
    public async Task Every_bad_row_is_told_with_its_line_column_and_value(FileCompression compression)
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await DropAsync(home, Rows, compression);

        var result = Assert.Single(await pipeline.CopyAsync());

        Assert.Equal(LoadStatus.Failed, result.Status);
        Assert.Equal(
            [(2L, "transaction_type_id", "bad", "626164", 3), (5L, "transaction_type_id", "4x", "3478", 2)],
            result.LoadErrors.Select(error => (error.Line!.Value, error.Column!, error.Value!, error.Hex!, error.Length!.Value)));
        Assert.Equal(
            "transaction_type_id,direction,name\nbad,income,\"two\nlines\"\n4x,expense,rent\n",
            await File.ReadAllTextAsync(BadRows(home, result.Run), Stop));
    }

    [Theory]
    [InlineData(FileCompression.None)]
    [InlineData(FileCompression.Zstd)]
    public async Task Mended_rows_are_loaded_with_the_good_ones(FileCompression compression)
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await DropAsync(home, Rows, compression);
        var failed = Assert.Single(await pipeline.CopyAsync());
        await File.WriteAllTextAsync(
            BadRows(home, failed.Run), "transaction_type_id,direction,name\n2,income,two\n4,expense,rent\n", Stop);

        var loaded = Assert.Single(await RedriveAsync(pipeline, failed.Run));

        Assert.Equal((LoadStatus.Loaded, 5L, LoadProof.RowCount), (loaded.Status, loaded.RowsLoaded, loaded.Proof));
        Assert.DoesNotContain(pipeline.Keys("error"), key => key.Contains(failed.Run, StringComparison.Ordinal));
        Assert.Contains(
            pipeline.Keys("processed"), key => key.EndsWith("/redriven/TransactionTypes/bad-rows.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Good_rows_alone_are_loaded_only_when_asked()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await DropAsync(home, Rows, FileCompression.None);

        var result = Assert.Single(await pipeline.CopyAsync(new LoadOptions { MaxErrors = 2 }));

        Assert.Equal((LoadStatus.LoadedWithErrors, 3L, 2L), (result.Status, result.RowsLoaded, result.RowsLeftOut));
        Assert.True(File.Exists(BadRows(home, result.Run)));
    }

    [Fact]
    public async Task The_same_bad_rows_are_reported_again_by_the_next_run()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        var options = new LoadOptions { MaxErrors = 2, Mode = LoadMode.Replace };
        await DropAsync(home, Rows, FileCompression.None);
        await pipeline.CopyAsync(options);
        await DropAsync(home, Rows, FileCompression.None);

        var again = Assert.Single(await pipeline.CopyAsync(options));

        Assert.Equal((LoadStatus.LoadedWithErrors, 3L, 2L), (again.Status, again.RowsLoaded, again.RowsLeftOut));
        Assert.True(File.Exists(BadRows(home, again.Run)));
    }

    [Fact]
    public async Task Rows_that_were_appended_before_are_not_appended_twice_and_their_bad_rows_are_reported_again()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await DropAsync(home, Rows, FileCompression.None);
        await pipeline.CopyAsync(new LoadOptions { MaxErrors = 2, Mode = LoadMode.Append });

        // As after a kill between the commit and the move of the files.
        await DropAsync(home, Rows, FileCompression.None);
        var again = Assert.Single(await pipeline.CopyAsync(new LoadOptions { Mode = LoadMode.Append }));

        Assert.Equal((LoadStatus.LoadedWithErrors, 0L, 2L), (again.Status, again.RowsLoaded, again.RowsLeftOut));
        Assert.Equal(
            "transaction_type_id,direction,name\nbad,income,\"two\nlines\"\n4x,expense,rent\n",
            await File.ReadAllTextAsync(BadRows(home, again.Run), Stop));
        using var warehouse = new DuckDB.NET.Data.DuckDBConnection($"Data Source={Path.Combine(home.Path, "warehouse.duckdb")}");
        warehouse.Open();
        using var count = warehouse.CreateCommand();
        count.CommandText = "SELECT count(*) FROM \"TransactionTypes\"";
        Assert.Equal(3L, count.ExecuteScalar());
    }

    [Fact]
    public async Task Bad_rows_that_were_left_out_before_fail_a_run_that_may_leave_none_out()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await DropAsync(home, Rows, FileCompression.None);
        await pipeline.CopyAsync(new LoadOptions { MaxErrors = 2, Mode = LoadMode.Replace });
        await DropAsync(home, Rows, FileCompression.None);

        var again = Assert.Single(await pipeline.CopyAsync(new LoadOptions { Mode = LoadMode.Replace }));

        Assert.Equal((LoadStatus.Failed, 2), (again.Status, again.LoadErrors.Count));
        Assert.True(File.Exists(BadRows(home, again.Run)));
    }

    [Theory]
    [InlineData(LoadMode.Append)]
    [InlineData(LoadMode.Merge)]
    [InlineData(LoadMode.Replace)]
    public async Task A_run_that_was_killed_after_its_commit_writes_its_bad_rows_down_and_keeps_those_that_were_corrected(LoadMode mode)
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        var options = new LoadOptions { MaxErrors = 1, Mode = mode };
        var run = await SendWithBadRowAsync(pipeline, home);
        await pipeline.CopyAsync(options);
        var folder = Path.Combine(home.Path, "bucket", "error", run, "Clients");
        var letter = await File.ReadAllTextAsync(Path.Combine(folder, "bad-rows.csv"), Stop);

        foreach (var corrected in (bool[])[false, true])
        {
            // As after a kill before the letter was written, and before the files were moved.
            if (corrected)
                await File.WriteAllTextAsync(Path.Combine(folder, "bad-rows.csv"), "corrected", Stop);
            else
                Directory.Delete(folder, recursive: true);
            Directory.Move(
                Path.Combine(home.Path, "bucket", "processed", run), Path.Combine(home.Path, "bucket", "data", run));

            var again = Assert.Single(await pipeline.CopyAsync(new LoadOptions { Mode = mode }));

            Assert.Equal((LoadStatus.LoadedWithErrors, 0L, 1L), (again.Status, again.RowsLoaded, again.RowsLeftOut));
            Assert.Equal(corrected ? "corrected" : letter, await File.ReadAllTextAsync(Path.Combine(folder, "bad-rows.csv"), Stop));
            Assert.True(File.Exists(Path.Combine(folder, "error.json")));
        }
    }

    [Fact]
    public async Task One_bad_row_too_many_fails_the_table()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await DropAsync(home, Rows, FileCompression.None);

        var result = Assert.Single(await pipeline.CopyAsync(new LoadOptions { MaxErrors = 1 }));

        Assert.Equal((LoadStatus.Failed, 0L, 0L), (result.Status, result.RowsLoaded, result.RowsLeftOut));
    }

    [Fact]
    public async Task A_run_with_a_damaged_part_has_one_error_that_names_the_part()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);
        await pipeline.SendAsync(await pipeline.ExportAsync(await pipeline.NewBatchesAsync(new BatchRequest { Days = 1 })));
        var part = Directory.EnumerateFiles(Path.Combine(home.Path, "bucket", "data"), "Tax-*.zst", SearchOption.AllDirectories).Single();
        var good = await File.ReadAllBytesAsync(part, Stop);
        await File.WriteAllBytesAsync(part, good[..^1], Stop);
        var failed = Assert.Single(await pipeline.CopyAsync(), result => result.Status == LoadStatus.Failed);
        var error = Assert.Single(failed.LoadErrors);
        Assert.Null(error.Line);
        Assert.EndsWith(Path.GetFileName(part), error.File, StringComparison.Ordinal);

        var key = pipeline.Keys("error").Single(key => key.EndsWith(Path.GetFileName(part), StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(home.Path, "bucket", key), good, Stop);
        var loaded = Assert.Single(await RedriveAsync(pipeline, failed.Run));

        Assert.Equal((LoadStatus.Loaded, LoadProof.Proven, 400L), (loaded.Status, loaded.Proof, loaded.RowsLoaded));
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_refused_by_name()
    {
        using var home = new TemporaryFolder();
        var pipeline = new Pipeline(home.Path);

        foreach (var run in (string[])["20260101T000000000Z-aaaaaa", "../outside", "a/b", ""])
        {
            var refusal = await Assert.ThrowsAsync<RunNotFoundException>(() => RedriveAsync(pipeline, run));
            Assert.Equal(run, refusal.Target);
        }
    }

    private static async Task<IReadOnlyList<ContabyxCopyResult>> RedriveAsync(Pipeline pipeline, string run)
    {
        await using var load = new DataLoad(
            pipeline.Connection, new LoadOptions(), new Progress<ItemProgress>(), new Progress<string>());
        return await load.LoadAsync(await load.RedriveAsync(run, Stop), Stop).ToListAsync(Stop);
    }

    // A run of clients, of which the second has no number for its id.
    private static async Task<string> SendWithBadRowAsync(Pipeline pipeline, TemporaryFolder home)
    {
        await pipeline.NewBatchesAsync(new BatchRequest { Days = 20 });
        var files = await pipeline.ExportTablesAsync(
            name => name == "Clients", new ExportOptions { Compression = FileCompression.None });
        await pipeline.SendAsync(files);
        var file = Assert.Single(files);
        var folder = Path.Combine(home.Path, "bucket", "data", file.Run);
        var part = Path.Combine(folder, "Clients", Path.GetFileName(file.Path));
        var rows = await File.ReadAllTextAsync(part, Stop);
        await File.WriteAllTextAsync(part, rows.Replace("\n2,", "\nx,", StringComparison.Ordinal), Stop);
        var document = Path.Combine(folder, "run.json");
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(part, Stop)));
        var text = await File.ReadAllTextAsync(document, Stop);
        Assert.Contains(file.Sha256, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(document, text.Replace(file.Sha256, hash, StringComparison.Ordinal), Stop);
        return file.Run;
    }

    private static string BadRows(TemporaryFolder home, string run) =>
        Path.Combine(home.Path, "bucket", "error", run, "TransactionTypes", "bad-rows.csv");

    private static async Task DropAsync(TemporaryFolder home, string text, FileCompression compression)
    {
        var data = Directory.CreateDirectory(Path.Combine(home.Path, "bucket", "data")).FullName;
        var path = Path.Combine(data, "TransactionTypes" + RowFormats.Of(FileFormat.Csv).Extension(compression));
        await using var file = File.Create(path);
        await using var compressed = FileStreams.OpenCompressed(file, compression, 3);
        await compressed.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), Stop);
    }
}
