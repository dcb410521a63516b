using System.Text.Json;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Logs;

namespace Contabyx.Tests;

public sealed class LoadLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => _folder["logs", "redshift.log"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_again()
    {
        new LoadLog(Log).Write(
            LogLevel.Error, "run", "a table", "Line one\nand\ttwo.", ("rows", 3L), ("file", "ü \" \t"), ("none", null));

        var entry = Assert.Single(LogReader.Read(Log));
        Assert.Equal((LogLevel.Error, "run", "a table", "Line one and two."), (entry.Level, entry.Run, entry.Table, entry.Message));
        Assert.Equal([("file", (object)"ü \" \t"), ("rows", 3L)], entry.Facts.Select(f => (f.Key, f.Value)).OrderBy(f => f.Key));
        Assert.Single(File.ReadAllLines(Log));
    }

    [Fact]
    public void Lines_of_json_have_the_documented_fields_and_are_read_beside_lines_of_text()
    {
        var log = new LoadLog(Log, LogFormat.Ndjson);
        log.Write(LogLevel.Error, "run", "a \"table\"", "Line one\nand\ttwo \u2028.", ("rows", 3L), ("file", "ü"), ("none", null));
        new LoadLog(Log).Write(LogLevel.Info, null, null, "Text.");
        log.Write(LogLevel.Warning, null, null, "Last.");
        File.AppendAllLines(Log, ["{\"time\":\"2026-01-01T00:00:00.000Z\",\"level\":\"Info\"", "{}", "{\"time\":5}"]);

        var lines = File.ReadAllLines(Log);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(
            ["time", "level", "run", "table", "message", "facts"], first.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("Line one\nand\ttwo \u2028.", first.RootElement.GetProperty("message").GetString());
        Assert.Equal(3, first.RootElement.GetProperty("facts").GetProperty("rows").GetInt64());
        using var last = JsonDocument.Parse(lines[2]);
        Assert.Equal(["time", "level", "message", "facts"], last.RootElement.EnumerateObject().Select(field => field.Name));
        var entries = LogReader.Read(Log).ToList();
        Assert.Equal(
            [(LogLevel.Error, "run", "a \"table\""), (LogLevel.Info, null, null), (LogLevel.Warning, null, null)],
            entries.Select(entry => (entry.Level, entry.Run, entry.Table)));
        Assert.Equal([("file", (object)"ü"), ("rows", 3L)], entries[0].Facts.Select(f => (f.Key, f.Value)).OrderBy(f => f.Key));
    }

    [Fact]
    public void Half_a_line_of_a_process_that_died_is_passed_over()
    {
        var log = new LoadLog(Log);
        log.Write(LogLevel.Info, null, null, "Before.");
        File.AppendAllText(Log, "2026-01-01T00:00:00.000Z\tINFO\t-\t-\tHalf\n");
        log.Write(LogLevel.Info, null, null, "After.");

        Assert.Equal(["Before.", "After."], LogReader.Read(Log).Select(entry => entry.Message));
    }

    [Fact]
    public void A_file_that_has_grown_is_put_aside_and_the_oldest_goes()
    {
        var log = new LoadLog(Log, limit: 200);
        for (var i = 0; i < 40; i++)
            log.Write(LogLevel.Info, null, null, $"Event {i}.");

        var kept = LogReader.Read(Log).Select(entry => entry.Message).ToList();
        Assert.Equal(6, Directory.GetFiles(_folder["logs"], "*.log").Length);
        Assert.All(Directory.GetFiles(_folder["logs"], "*.log"), file => Assert.InRange(new FileInfo(file).Length, 1, 200));
        Assert.Equal(Enumerable.Range(40 - kept.Count, kept.Count).Select(i => $"Event {i}."), kept);
    }

    [Fact]
    public async Task Many_writers_lose_no_line()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            var log = new LoadLog(Log);
            for (var i = 0; i < 50; i++)
                log.Write(LogLevel.Info, $"{writer}", null, $"{i}");
        })));

        Assert.Equal(400, LogReader.Read(Log).Distinct().Count());
    }

    [Fact]
    public void A_line_that_cannot_be_written_stops_nobody_and_the_first_reason_is_kept()
    {
        Directory.CreateDirectory(_folder["logs"]);
        Directory.CreateDirectory(Log);
        var log = new LoadLog(Log);

        log.Write(LogLevel.Info, null, null, "One.");
        var first = log.Failure;
        log.Write(LogLevel.Info, null, null, "Two.");

        Assert.NotNull(first);
        Assert.Same(first, log.Failure);
    }

    [Fact]
    public void A_log_whose_folder_is_a_file_stops_nobody()
    {
        File.WriteAllText(_folder["logs"], "in the way");
        var log = new LoadLog(Log);

        log.Write(LogLevel.Info, null, null, "One.");

        Assert.NotNull(log.Failure);
    }

    [Fact]
    public void Control_characters_are_in_no_line_and_not_in_what_is_read()
    {
        new LoadLog(Log).Write(LogLevel.Info, "run\u001b", "table\a", "With \u001b[31m, \r and \u009b.", ("value", "\u001b\u009b"));
        File.AppendAllText(Log, "2026-01-01T00:00:00.000Z\tINFO\t-\t-\tRaw \u001b[2J\t{}\n");

        Assert.DoesNotContain(File.ReadAllLines(Log)[0], c => char.IsControl(c) && c != '\t');
        var entries = LogReader.Read(Log).ToList();
        Assert.Equal(
            ("run\\u001b", "table\\u0007", "With \\u001b[31m,   and \\u009b."), (entries[0].Run, entries[0].Table, entries[0].Message));
        Assert.Equal("Raw \\u001b[2J", entries[1].Message);
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("7", false)]
    [InlineData("{", false)]
    [InlineData("{\"pipelineEnd\":1e999,\"pipelineEnd\":\"Failed\",\"n\":1.5,\"o\":{}}", true)]
    public void Facts_that_somebody_else_wrote_are_read_or_left_out(string facts, bool isRead) =>
        Assert.Equal(isRead, LogLine.Read($"2026-01-01T00:00:00.000Z\tINFO\t-\t-\tx\t{facts}") is not null);

    [Fact]
    public async Task A_copy_that_is_taken_while_others_write_ends_with_a_whole_line()
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                new LoadLog(Log, limit: 20_000).Write(LogLevel.Info, $"{writer}", null, new string('x', i % 200));
        })).ToList();
        var copy = _folder["copy.log"];
        for (var i = 0; i < 50; i++)
        {
            if (!new LoadLog(Log).CopyTo(copy))
                continue;
            var text = File.ReadAllText(copy);
            Assert.True(text.Length == 0 || text.EndsWith("{}\n", StringComparison.Ordinal), text);
            Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.NotNull(LogLine.Read(line)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Ndjson)]
    public void A_secret_is_in_no_line(LogFormat format)
    {
        Redactor.Remember("marked-log-secret");
        new LoadLog(Log, format).Write(
            LogLevel.Info, null, null, "With marked-log-secret.",
            ("sql", "x SECRET_ACCESS_KEY 'marked-other'"), ("key", "marked-log-secret"));

        Assert.DoesNotContain("marked-", File.ReadAllText(Log), StringComparison.Ordinal);
    }
}
