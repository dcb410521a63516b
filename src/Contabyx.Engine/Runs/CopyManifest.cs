using System.Text.Json.Serialization;

namespace Contabyx.Engine.Runs;

/// <summary>
/// A manifest as the COPY command of Amazon Redshift reads it ("Using a manifest to specify data files" in the Database
/// Developer Guide): exactly these files are loaded, and none may be missing.
/// </summary>
/// <param name="Entries">The files.</param>
internal sealed record CopyManifest([property: JsonPropertyName("entries")] IReadOnlyList<CopyManifestEntry> Entries)
{
    /// <summary>A manifest that allows none of its files to be missing.</summary>
    public static CopyManifest Of(IEnumerable<(string Uri, long Bytes)> files) =>
        new([.. files.Select(file => new CopyManifestEntry(file.Uri, Mandatory: true, new CopyManifestMeta(file.Bytes)))]);
}

/// <summary>One file of a manifest.</summary>
/// <param name="Url">The file's URI.</param>
/// <param name="Mandatory">
/// Whether COPY fails when it is missing. We always say so: the server's default is to skip it.
/// </param>
/// <param name="Meta">Its size.</param>
internal sealed record CopyManifestEntry(
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("mandatory")] bool Mandatory,
    [property: JsonPropertyName("meta")] CopyManifestMeta Meta);

/// <summary>The size of a file in a manifest; COPY requires it for Parquet.</summary>
/// <param name="ContentLength">Bytes.</param>
internal sealed record CopyManifestMeta([property: JsonPropertyName("content_length")] long ContentLength);
