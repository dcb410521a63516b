using System.Text.Json.Serialization;

namespace Contabyx.RedshiftEmulator;

/// <summary>A column of an external table, or one that it is partitioned by.</summary>
/// <param name="Type">PostgreSQL's type, with its dimensions.</param>
internal sealed record FileColumn(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("type")] string Type);
