using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contabyx.Engine.Books.Generator;

/// <summary>The file that lists the intentional faults: one JSON object per line, in the order of keys.</summary>
public static class AnswerKey
{
    /// <summary>Writes the file, completely or not at all, before the faults themselves are written.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="AddressException">The file already exists.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IEnumerable<ContabyxFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (File.Exists(path))
            throw new AddressException(path, "the file already exists.", "Choose another -FaultKeyPath.");
        var arriving = path + ".arriving";
        using (var file = new StreamWriter(arriving, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            foreach (var fault in faults)
                file.WriteLine(JsonSerializer.Serialize(fault, AnswerKeyContext.Default.ContabyxFault));
        }

        File.Move(arriving, path);
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContabyxFault))]
internal sealed partial class AnswerKeyContext : JsonSerializerContext;
