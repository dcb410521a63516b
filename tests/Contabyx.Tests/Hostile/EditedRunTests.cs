using System.Text.Json.Nodes;

namespace Contabyx.Tests;

/// <summary>Runs whose documents somebody edited: each is refused by name, and nothing of it is loaded.</summary>
public sealed class EditedRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;
    private string _run = "";

    public EditedRunTests() => _pipeline = new Pipeline(_home.Path);

    /// <summary>What is set where in <c>run.json</c>, and a part of the refusal.</summary>
    public static TheoryData<string, string, string> Documents => new()
    {
        { "tables/6/files/0/name", "\"../../escape.csv\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"..\\\\escape.csv\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"C:escape.csv\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"/etc/passwd\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"run.json\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"manifest.json\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"error.json\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", "\"a\\nb.csv\"", "cannot be the name of a file" },
        { "tables/6/files/0/name", $"\"{new string('x', 256)}\"", "cannot be the name of a file" },
        { "tables/6/files/0/rows", "-2000", "cannot have -2000 rows" },
        { "tables/6/files/0/rows", "null", "cannot have an unknown number of rows" },
        { "tables/6/files/0/sha256", "null", "it has no SHA-256 of the file 'Tax-0001.csv" },
        { "tables/6/files/0/bytes", "-1", "cannot have 2000 rows in -1 bytes" },
        { "tables/6/files/0/bytes", "9223372036854775807", "cannot have 2000 rows in 9223372036854775807 bytes" },
        { "tables/6/files/0/bytes", "1e400", "is not a valid run document" },
        { "tables/6/files/0", "null", "one of its entries is null" },
        { "tables/6/files", "null", "is not a valid run document" },
        { "tables/6/schema/columns/0", "null", "one of its entries is null" },
        { "tables/6/schema/columns", "[]", "has no columns" },
        { "tables/6/schema/name", $"\"{new string('x', 128)}\"", "more than the 127 bytes" },
        { "tables/6/schema/name", $"\"{string.Concat(Enumerable.Repeat("ç", 64))}\"", "more than the 127 bytes" },
        { "tables/6/schema/columns/0/name", $"\"{new string('x', 128)}\"", "more than the 127 bytes" },
        { "tables/6/totals/rows", "-1", "are impossible: -1 rows" },
        { "tables/6/totals/columns/0", "null", "the control totals of Tax are impossible" },
        { "formatVersion", "99", "format version is 99" },
        { "run", "\"20150101-000000-abcdef\"", "but it is in the folder of" },
        { "tables", "null", "is not a valid run document" },
        { "tables/6/mode", "\"Drop\"", "is not a valid run document" },
        { "tables/6/mode", "77", "a mode, format, compression or type" },
    };

    /// <summary>What stands in place of the manifest, and a part of the refusal.</summary>
    public static TheoryData<string, string> Manifests => new()
    {
        { """{"entries":[null]}""", "it is not a valid manifest" },
        { """{"entries":null}""", "it is not a valid manifest" },
        { """{"entries":[{"url":"file:///etc/passwd","mandatory":true,"meta":{"content_length":1}}]}""", "which is not a file of this run" },
        { """{"entries":[{"url":"s3://another/key","mandatory":true,"meta":{"content_length":1}}]}""", "which is not a file of this run" },
        { """{"entries":[{"url":null,"mandatory":true,"meta":{"content_length":1}}]}""", "it is not a valid manifest" },
        { """{"entries":[{"url":"x","mandatory":true,"meta":null}]}""", "it is not a valid manifest" },
        { """{"entries":[]}""", "it does not list" },
        { new string('[', 5000), "it is not a valid manifest" },
        { "", "it is not a valid manifest" },
        { "PK\u0003\u0004", "it is not a valid manifest" },
    };

    public async ValueTask InitializeAsync()
    {
        var files = await _pipeline.ExportAsync(
            await _pipeline.NewBatchesAsync(new BatchRequest { Days = 5 }),
            new ExportOptions { Compression = FileCompression.None });
        _run = files[0].Run;
        await _pipeline.SendAsync(files);
        File.WriteAllText(_home["bystander.txt"], "mine");
    }

    public ValueTask DisposeAsync()
    {
        Assert.Equal("mine", File.ReadAllText(_home["bystander.txt"]));
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task An_edited_document_is_refused_and_nothing_of_it_is_loaded(string path, string value, string refusal)
    {
        var file = _home["bucket", "data", _run, "run.json"];
        var text = Set(File.ReadAllText(file), path, value);
        File.WriteAllText(file, text);

        var results = await _pipeline.CopyAsync();

        Assert.All(results, result => Assert.Equal((LoadStatus.Failed, 0L), (result.Status, result.RowsLoaded)));
        Assert.Contains(results, result => result.Error!.Contains(refusal, StringComparison.Ordinal));
        Assert.Contains(results, result => result.Error!.Contains("run.json", StringComparison.Ordinal));
        Assert.Empty(_pipeline.Keys("data"));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task An_edited_manifest_fails_its_table_alone(string content, string refusal)
    {
        File.WriteAllText(_home["bucket", "data", _run, "Tax", "manifest.json"], content);

        var results = await _pipeline.CopyAsync();

        var failed = Assert.Single(results, result => result.Status == LoadStatus.Failed);
        Assert.Equal("Tax", failed.Table);
        Assert.Contains(refusal, failed.Error, StringComparison.Ordinal);
        Assert.Contains("manifest.json", failed.Error, StringComparison.Ordinal);
        Assert.Equal(7, results.Count(result => result.Status == LoadStatus.Loaded));
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("Tax/manifest.json")]
    public async Task A_document_of_a_hundred_megabytes_is_not_read_into_memory(string name)
    {
        using (var file = File.Create(_home["bucket", "data", _run, name]))
            file.SetLength(100 << 20);

        var results = await _pipeline.CopyAsync();

        Assert.Contains(results, result => result.Error?.Contains("more than 64 MiB", StringComparison.Ordinal) == true);
    }

    // JsonNode cannot hold 1e400, so values are put in as text.
    private static string Set(string json, string path, string value)
    {
        var root = JsonNode.Parse(json)!;
        var parts = path.Split('/');
        var node = root;
        foreach (var part in parts[..^1])
            node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        const string Mark = "here it goes";
        if (int.TryParse(parts[^1], out var last))
            node[last] = Mark;
        else if (node[parts[^1]] is not null)
            node[parts[^1]] = Mark;
        else
            throw new ArgumentException($"The document has no {path}.", nameof(path));
        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }
}
