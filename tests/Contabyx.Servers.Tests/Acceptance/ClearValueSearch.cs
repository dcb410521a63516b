using System.IO.Compression;
using System.Text;
using Contabyx.Engine.Connections;
using ZstdSharp;

namespace Contabyx.ServerTests;

/// <summary>
/// All that a site's runs have written, sent, logged or said: packets, statements, files, objects, and the rows of every table of
/// the warehouse, the load history among them. The traffic to S3 and to the warehouse is recorded.
/// </summary>
internal sealed class ClearValueSearch : IAsyncDisposable
{
    private readonly Site _site;
    private readonly RecordingProxy _s3;
    private readonly RecordingProxy _warehouse;
    private readonly List<(string Where, string Text)> _texts = [];

    private ClearValueSearch(Site site, RecordingProxy s3, RecordingProxy warehouse) => (_site, _s3, _warehouse) = (site, s3, warehouse);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Begins to record; from now on, the site's environment file points to the recorders.</summary>
    public static async Task<ClearValueSearch> BeginAsync(Site site)
    {
        var endpoint = new Uri(site.Connection.BucketSettings.Endpoint!).Port;
        var search = new ClearValueSearch(site, new RecordingProxy(endpoint), new RecordingProxy(site.Emulator.Port));
        var text = await File.ReadAllTextAsync(site.EnvFile, Stop);
        foreach (var (from, to) in new[] { (endpoint, search._s3.Port), (site.Emulator.Port, search._warehouse.Port) })
            text = text.Replace($":{from}", $":{to}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(site.EnvFile, text, Stop);
        return search;
    }

    /// <summary>Adds what a process said.</summary>
    public void Add(string where, string text) => _texts.Add((where, text));

    /// <summary>Collects everything.</summary>
    /// <returns>Each text with where it is.</returns>
    public async Task<IReadOnlyList<(string Where, string Text)>> CollectAsync()
    {
        Add("packets to S3", _s3.Sent);
        Add("packets to the warehouse", _warehouse.Sent);
        _texts.AddRange(_site.Emulator.Statements.Texts.Select(text => ("statement", text)));
        foreach (var file in Directory.EnumerateFiles(_site.Connection.Home, "*", SearchOption.AllDirectories))
            Add(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Stop)));
        await using var bucket = Addresses.OpenBucket(_site.Connection);
        await foreach (var item in bucket.ListAsync("", Stop))
            Add(item.Key, await ReadAsync((await bucket.OpenAsync(item.Key, Stop))!, item.Key));
        foreach (var table in await _site.AskWarehouseAsync(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
        {
            var rows = await _site.AskWarehouseAsync($"SELECT * FROM \"{table[0]}\"");
            Add($"table {table[0]}", string.Join('\n', rows.Select(row => string.Join('|', row))));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_texts.Count} texts with {_texts.Sum(text => text.Text.Length)} characters were searched.");
        return _texts;
    }

    /// <summary>Fails if a text contains one of the values.</summary>
    public static void AssertNowhere(IReadOnlyList<(string Where, string Text)> texts, params string[] values)
    {
        foreach (var (where, text) in texts)
        {
            foreach (var value in values)
            {
                var at = text.IndexOf(value, StringComparison.OrdinalIgnoreCase);
                Assert.True(at < 0, $"{value} is in {where}: {text[Math.Max(at - 100, 0)..Math.Min(Math.Max(at, 0) + 100, text.Length)]}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        await _warehouse.DisposeAsync();
    }

    // Compressed files are decompressed before they are searched.
    private static async Task<string> ReadAsync(Stream stream, string key)
    {
        await using var plain = key.EndsWith(".zst", StringComparison.Ordinal) ? new DecompressionStream(stream)
            : key.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var memory = new MemoryStream();
        await plain.CopyToAsync(memory, Stop);
        return Encoding.Latin1.GetString(memory.ToArray());
    }
}
