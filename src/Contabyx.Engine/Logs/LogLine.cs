using System.Globalization;
using System.Text;
using System.Text.Json;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Logs;

/// <summary>
/// One line of the log: the time in UTC, the level, the run, the table, the message, and the facts as a JSON object,
/// with a tab between two of them. <c>-</c> stands for no run and no table. Or the same as one JSON object.
/// </summary>
internal static class LogLine
{
    private const char Separator = '\t';
    private const string None = "-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Writes an event as a line, without secrets and with a line feed.</summary>
    /// <param name="entry">The event.</param>
    public static string Write(ContabyxLogEntry entry) => string.Join(
        Separator,
        entry.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        entry.Level.ToString().ToUpperInvariant(),
        Plain(entry.Run ?? None),
        Plain(entry.Table ?? None),
        Plain(Redactor.Redact(entry.Message)),
        Json(entry.Facts)) + "\n";

    /// <summary>Writes an event as one JSON object on one line, without secrets and with a line feed.</summary>
    /// <param name="entry">The event.</param>
    public static string WriteJson(ContabyxLogEntry entry)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", entry.Level.ToString());
            if (entry.Run is not null)
                json.WriteString("run", entry.Run);
            if (entry.Table is not null)
                json.WriteString("table", entry.Table);
            json.WriteString("message", Redactor.Redact(entry.Message));
            json.WritePropertyName("facts");
            json.WriteRawValue(Json(entry.Facts));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads a line; NULL if it is not a line of the log, such as half a line of a process that died.</summary>
    /// <param name="line">The line, without a line feed.</param>
    public static ContabyxLogEntry? Read(string line)
    {
        if (line.StartsWith('{'))
            return ReadJson(line);
        if (line.Split(Separator, 6) is not [var time, var level, var run, var table, var message, var facts]
            || !DateTimeOffset.TryParseExact(
                time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || !Enum.TryParse<LogLevel>(level, ignoreCase: true, out var grade))
        {
            return null;
        }

        try
        {
            return new ContabyxLogEntry(
                moment, grade, Named(run), Named(table), Printable.Line(message), Facts(facts));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ContabyxLogEntry? ReadJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            string? TextOf(string name) => root.TryGetProperty(name, out var value) ? Printable.Line(value.GetString()) : null;
            return DateTimeOffset.TryParseExact(
                TextOf("time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                && Enum.TryParse<LogLevel>(TextOf("level"), ignoreCase: true, out var grade) && TextOf("message") is { } message
                && root.TryGetProperty("facts", out var facts)
                    ? new ContabyxLogEntry(moment, grade, TextOf("run"), TextOf("table"), message, Facts(facts.GetRawText())) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null; // Not JSON, or not of these kinds.
        }
    }

    private static string? Named(string text) => text == None ? null : Printable.Line(text);

    private static string Plain(string text) => Printable.Line(text.ReplaceLineEndings(" ").Replace(Separator, ' '));

    private static string Json(IReadOnlyDictionary<string, object> facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in facts)
            {
                if (value is long or int)
                    json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                else
                    json.WriteString(name, Redactor.Redact(Convert.ToString(value, CultureInfo.InvariantCulture)!));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Dictionary<string, object> Facts(string json)
    {
        using var document = JsonDocument.Parse(json);
        var facts = new Dictionary<string, object>(StringComparer.Ordinal);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("The facts are no object.");
        foreach (var fact in document.RootElement.EnumerateObject())
        {
            facts[fact.Name] = fact.Value.ValueKind == JsonValueKind.Number && fact.Value.TryGetInt64(out var number)
                ? number : fact.Value.ToString();
        }

        return facts;
    }
}
