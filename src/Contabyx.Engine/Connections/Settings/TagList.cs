using System.Text;

namespace Contabyx.Engine.Connections.Settings;

/// <summary>
/// The tags of objects as one text: <c>NAME=VALUE,NAME=VALUE</c>. A comma, a backslash or, in a name, an equals sign that
/// belongs to the tag has a backslash before it.
/// </summary>
public static class TagList
{
    private const char Escape = '\\';

    public static string Write(IEnumerable<(string Name, string Value)> tags) =>
        string.Join(',', tags.Select(tag => $"{Guard(tag.Name).Replace("=", "\\=", StringComparison.Ordinal)}={Guard(tag.Value)}"));

    /// <param name="text">The text; blanks around names and values do not count.</param>
    /// <exception cref="SettingException">A tag has no name or no value, or is given twice.</exception>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in Split(text, ',', int.MaxValue).Where(tag => tag.Trim().Length > 0))
        {
            if (Split(tag, '=', 2) is not [var name, var value] || name.Trim().Length == 0)
                throw Refused("a tag is not in the form NAME=VALUE.");
            if (!tags.TryAdd(Bare(name), Bare(value)))
                throw Refused($"the tag {Bare(name)} is given twice.");
        }

        return tags;
    }

    private static string Guard(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);

    // The pieces keep their backslashes.
    private static List<string> Split(string text, char separator, int most)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape)
            {
                i++;
                continue;
            }

            if (text[i] != separator || pieces.Count == most - 1)
                continue;
            pieces.Add(text[start..i]);
            start = i + 1;
        }

        pieces.Add(text[start..]);
        return pieces;
    }

    private static string Bare(string piece)
    {
        var bare = new StringBuilder();
        var text = piece.Trim();
        for (var i = 0; i < text.Length; i++)
        {
            var guarded = text[i] == Escape && i + 1 < text.Length && text[i + 1] is Escape or ',' or '=';
            bare.Append(guarded ? text[++i] : text[i]);
        }

        return bare.ToString();
    }

    private static SettingException Refused(string reason) => new(
        SettingNames.Tags, reason, "Use NAME=VALUE,NAME=VALUE. Inside a value, write a comma as \\, and a backslash as \\\\.");
}
