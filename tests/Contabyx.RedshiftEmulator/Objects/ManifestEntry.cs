using System.Text.Json;

namespace Contabyx.RedshiftEmulator;

/// <summary>An entry of a manifest: <c>loading-data-files-using-manifest</c>.</summary>
/// <param name="Url">The file, as <c>s3://bucket/key</c>.</param>
/// <param name="Mandatory">Whether the load fails where it is not there; false by default.</param>
internal sealed record ManifestEntry(string Url, bool Mandatory)
{
    /// <summary>Reads a manifest; it may not be compressed. An entry twice is a file twice.</summary>
    public static async Task<List<ManifestEntry>> ReadAsync(
        Stream stream, CopyFormat format, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, default, cancellation).ConfigureAwait(false);
            return [.. document.RootElement.GetProperty("entries").EnumerateArray().Select(entry => Read(entry, format))];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RedshiftException("XX000", "Problem reading manifest file - invalid JSON or no entries");
        }
    }

    private static ManifestEntry Read(JsonElement entry, CopyFormat format)
    {
        var url = entry.GetProperty("url").GetString() ?? "";
        if (!url.StartsWith("s3://", StringComparison.Ordinal))
        {
            throw new RedshiftException(
                "XX000", "COPY with MANIFEST parameter requires full path of an S3 object.", "error code: 8001");
        }

        var hasLength = entry.TryGetProperty("meta", out var meta) && meta.TryGetProperty("content_length", out _);
        if (format == CopyFormat.Parquet && !hasLength)
            throw new RedshiftException("XX000", "Problem reading manifest file - content_length is mandatory for PARQUET");
        return new ManifestEntry(url, entry.TryGetProperty("mandatory", out var mandatory) && mandatory.GetBoolean());
    }
}
