using System.Text.Json;
using System.Text.Json.Serialization;
using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Runs;

/// <summary>
/// Writes and reads the JSON documents of a run. Enums are words, times are ISO 8601.
/// </summary>
internal static class RunJson
{
    /// <summary>The UTF-8 text of a run, indented, with a final newline.</summary>
    public static byte[] Write(Run run) => [.. JsonSerializer.SerializeToUtf8Bytes(run, RunJsonContext.Default.Run), (byte)'\n'];

    /// <summary>The UTF-8 text of a manifest, indented, with a final newline.</summary>
    public static byte[] Write(CopyManifest manifest) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(manifest, RunJsonContext.Default.CopyManifest), (byte)'\n'];

    /// <summary>The UTF-8 text of a table's errors, indented, with a final newline.</summary>
    public static byte[] Write(ErrorDocument document) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(document, RunJsonContext.Default.ErrorDocument), (byte)'\n'];

    /// <summary>The UTF-8 text of a pipeline's end, indented, with a final newline.</summary>
    public static byte[] Write(PipelineEnd end) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(end, RunJsonContext.Default.PipelineEnd), (byte)'\n'];

    /// <summary>Reads how a pipeline ended.</summary>
    /// <param name="uri">Where it is, for the error.</param>
    /// <exception cref="DamagedFileException">It is not such a document.</exception>
    public static PipelineEnd ReadEnd(ReadOnlySpan<byte> json, string uri)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RunJsonContext.Default.PipelineEnd) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(
                uri, $"it does not say how a pipeline ended: {e.Message}", e, "Remove it. The next pipeline writes it again.");
        }
    }

    /// <summary>Reads a table's errors.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is not such a document.</exception>
    public static ErrorDocument ReadErrors(ReadOnlySpan<byte> json)
    {
        var document = JsonSerializer.Deserialize(json, RunJsonContext.Default.ErrorDocument)
            ?? throw new JsonException("It is null.");
        return document.Errors.Any(error => error is null) ? throw new JsonException("An error is null.") : document;
    }

    /// <summary>What a run knows about a table, as text; equal knowledge gives equal text.</summary>
    public static string Write(TableSync sync) => JsonSerializer.Serialize(sync, RunJsonContext.Default.TableSync);

    /// <summary>The one-line text of a batch.</summary>
    public static string Write(ContabyxBatch batch) =>
        JsonSerializer.Serialize(batch, BatchJsonContext.Default.ContabyxBatch);

    /// <param name="json">What <see cref="Write(ContabyxBatch)"/> wrote.</param>
    /// <exception cref="JsonException">It is not a batch.</exception>
    public static ContabyxBatch ReadBatch(string json) =>
        JsonSerializer.Deserialize(json, BatchJsonContext.Default.ContabyxBatch) ?? throw new JsonException("It is null.");

    /// <summary>Reads a run, and checks everything that can be checked without its files.</summary>
    /// <param name="uri">Where it is, for the error.</param>
    /// <exception cref="DamagedFileException">It is not a run that this version can read.</exception>
    public static Run ReadRun(ReadOnlySpan<byte> json, string uri)
    {
        try
        {
            var run = JsonSerializer.Deserialize(json, RunJsonContext.Default.Run) ?? throw new JsonException("It is null.");
            return RunCheck.Verify(run, uri);
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(uri, $"it is not a valid run document: {e.Message}", e);
        }
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="uri">Where it is, for the error.</param>
    /// <exception cref="DamagedFileException">It is not a manifest.</exception>
    public static CopyManifest ReadManifest(ReadOnlySpan<byte> json, string uri)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, RunJsonContext.Default.CopyManifest)
                ?? throw new JsonException("It is null.");

            // Annotations do not reach the elements of lists.
            return manifest.Entries.Any(entry => entry is null) ? throw new JsonException("An entry is null.") : manifest;
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(uri, $"it is not a valid manifest: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(TableSync))]
[JsonSerializable(typeof(CopyManifest))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(PipelineEnd))]
internal sealed partial class RunJsonContext : JsonSerializerContext;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContabyxBatch))]
internal sealed partial class BatchJsonContext : JsonSerializerContext;
