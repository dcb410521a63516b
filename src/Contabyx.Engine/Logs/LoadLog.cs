using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Contabyx.Engine;

/// <summary>
/// The log of loads, <c>redshift.log</c>: one line per event with its time in UTC, the level, the run, the table, a
/// message, and the facts as JSON. Lines are only ever added; several processes may write at once.
/// </summary>
internal sealed class LoadLog
{
    private readonly Lock _lock = new();

    /// <summary>Makes the log; its folder is made at the first line.</summary>
    /// <param name="path">The file's full path.</param>
    public LoadLog(string path) => Path = path;

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Adds a line.</summary>
    /// <param name="level">How grave it is.</param>
    /// <param name="run">The run; <c>-</c> for none.</param>
    /// <param name="table">The table; <c>-</c> for none.</param>
    /// <param name="message">What happened, in one sentence without line breaks.</param>
    /// <param name="facts">Names and values; NULL values are left out.</param>
    public void Write(
        LogLevel level, string run, string table, string message, params IEnumerable<(string Name, object? Value)> facts)
    {
        var line = new StringBuilder()
            .Append(DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append(' ')
            .Append(level.ToString().ToUpperInvariant()).Append(' ')
            .Append(run).Append(' ')
            .Append(table).Append(' ')
            .Append(message.ReplaceLineEndings(" ")).Append(' ')
            .Append(Json(facts)).Append('\n')
            .ToString();
        lock (_lock)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    private static string Json(IEnumerable<(string Name, object? Value)> facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in facts.Where(fact => fact.Value is not null))
            {
                if (value is long or int)
                    json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                else
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
