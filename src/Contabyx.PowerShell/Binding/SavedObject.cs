using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace Contabyx.PowerShell;

/// <summary>
/// Writes an object as JSON, by its properties: what is left of our objects after Export-Clixml, ConvertTo-Json, a job or
/// remoting. Dates, times and spans, of which only bags of properties are left, become ISO 8601 texts.
/// </summary>
internal static class SavedObject
{
    // Our objects are seven levels deep; an object that contains itself would never end.
    private const int DeepestLevel = 20;

    public static JsonNode? ToJson(object? value, int level = 0)
    {
        var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (level > DeepestLevel)
            return null;
        return bare switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            DateTime time => JsonValue.Create(time),
            DateTimeOffset moment => JsonValue.Create(moment),
            DateOnly day => JsonValue.Create(day),
            TimeSpan span => JsonValue.Create(span.ToString("c", CultureInfo.InvariantCulture)),
            Enum word => JsonValue.Create(word.ToString()),
            IConvertible number => JsonValue.Create(Convert.ToDecimal(number, CultureInfo.InvariantCulture)),
            IDictionary pairs => Bag(pairs.Keys.Cast<object>().Select(key => ($"{key}", pairs[key])), level),
            IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(item => ToJson(item, level + 1))]),
            _ => Bag(
                PSObject.AsPSObject(value).Properties.Where(IsKept).Select(property => (property.Name, (object?)property.Value)), level),
        };
    }

    private static bool IsKept(PSPropertyInfo property) =>
        property.IsGettable && property.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property;

    private static JsonNode Bag(IEnumerable<(string Name, object? Value)> properties, int level)
    {
        var bag = new JsonObject();
        foreach (var (name, value) in properties)
            bag[name] = ToJson(value, level + 1);
        return Value(bag) is { } text ? JsonValue.Create(text) : bag;
    }

    private static string? Value(JsonObject bag)
    {
        if (bag["DayNumber"] is JsonValue number && number.TryGetValue(out decimal day))
            return DateOnly.FromDayNumber((int)day).ToString("O", CultureInfo.InvariantCulture);
        if (bag["UtcTicks"] is JsonValue utc && utc.TryGetValue(out decimal moment))
            return new DateTimeOffset((long)moment, TimeSpan.Zero).ToString("O", CultureInfo.InvariantCulture);
        if (bag["TotalDays"] is not null && bag["Ticks"] is JsonValue ticks && ticks.TryGetValue(out decimal span))
            return TimeSpan.FromTicks((long)span).ToString("c", CultureInfo.InvariantCulture);
        return null;
    }
}
