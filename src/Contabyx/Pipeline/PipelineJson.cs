using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>Writes what a pipeline did as JSON, for log collectors and schedulers.</summary>
public static class PipelineJson
{
    /// <summary>The result as one line of JSON. Enums are words, times are ISO 8601.</summary>
    public static string Write(ContabyxPipelineResult result) =>
        JsonSerializer.Serialize(result, PipelineJsonContext.Default.ContabyxPipelineResult);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContabyxPipelineResult))]
internal sealed partial class PipelineJsonContext : JsonSerializerContext;
