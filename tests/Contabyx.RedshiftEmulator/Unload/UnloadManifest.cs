using System.Text.Json;

namespace Contabyx.RedshiftEmulator;

/// <summary>The manifest of an UNLOAD: "Unload VENUE with MANIFEST VERBOSE", <c>r_UNLOAD_command_examples</c>.</summary>
internal static class UnloadManifest
{
    public static byte[] Write(UnloadSink sink, IReadOnlyList<UnloadedField> fields, bool verbose) => verbose
        ? JsonSerializer.SerializeToUtf8Bytes(new
        {
            entries = sink.Files.Select(file => new
            {
                url = file.File.Url,
                meta = new { content_length = file.File.Bytes, record_count = file.Rows },
            }),
            schema = new { elements = fields.Select(field => new { name = field.Name, type = new { @base = field.TypeName } }) },
            meta = new { content_length = sink.Files.Sum(file => file.File.Bytes), record_count = sink.Rows },
            author = new { name = "Amazon Redshift", version = "1.0.0" },
        })
        : JsonSerializer.SerializeToUtf8Bytes(new { entries = sink.Files.Select(file => new { url = file.File.Url }) });
}
