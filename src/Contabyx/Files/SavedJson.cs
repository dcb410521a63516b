using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>Reads records that were saved as JSON by their properties' names, as PowerShell writes them.</summary>
public static class SavedJson
{
    /// <summary>Reads a batch that was saved by its properties' names.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is not a batch.</exception>
    public static ContabyxBatch ReadBatch(string json) =>
        JsonSerializer.Deserialize(json, SavedJsonContext.Default.ContabyxBatch) ?? throw new JsonException("It is null.");

    /// <summary>Reads an exported file that was saved by its properties' names.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static ContabyxFile ReadFile(string json) =>
        JsonSerializer.Deserialize(json, SavedJsonContext.Default.ContabyxFile) ?? throw new JsonException("It is null.");

    /// <summary>Reads an upload that was saved by its properties' names.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is not an upload.</exception>
    public static ContabyxUpload ReadUpload(string json) =>
        JsonSerializer.Deserialize(json, SavedJsonContext.Default.ContabyxUpload) ?? throw new JsonException("It is null.");
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(ContabyxBatch))]
[JsonSerializable(typeof(ContabyxFile))]
[JsonSerializable(typeof(ContabyxUpload))]
internal sealed partial class SavedJsonContext : JsonSerializerContext;
