using System.Text;

namespace Contabyx.Engine.Connections.Settings;

/// <summary>
/// Reads an environment file: <c>NAME=VALUE</c> lines, as shells, Docker and systemd take them. Empty lines and lines
/// that begin with <c>#</c> are comments, <c>export</c> before a name is ignored, and quotes around a value are
/// removed. Nothing is expanded.
/// </summary>
public static class EnvironmentFile
{
    private const string Thing = "settings file";

    /// <param name="path">Its full path.</param>
    /// <returns>The settings that have a value, by name.</returns>
    /// <exception cref="SettingException">
    /// The file is missing or contains no settings, or one of its lines cannot be read.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            var settings = Parse(File.ReadAllLines(path, Encoding.UTF8), path);
            return settings.Keys.Any(SettingNames.All.Contains) ? settings : throw new SettingException(
                path, "it contains no settings.",
                "Add your settings (config/.env.example lists them), or leave out -EnvFile.", thing: Thing);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingException(
                path, "it does not exist.", "Copy config/.env.example to this path, and fill in your settings.", e, Thing);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Directory.Exists(path)
                ? new SettingException(path, "it is a folder.", "Give the path of the file itself.", e, Thing)
                : new SettingException(path, "you do not have permission to read it.", "Give your user permission to read it.", e, Thing);
        }
        catch (IOException e)
        {
            throw new SettingException(path, $"it cannot be read: {e.Message}", "Fix this, and connect again.", e, Thing);
        }
    }

    /// <summary>Whether other users of this machine can read a file. Always false on Windows.</summary>
    /// <param name="path">Its full path.</param>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;

    private static Dictionary<string, string> Parse(string[] lines, string path)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line["export ".Length..].TrimStart();
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].TrimEnd();
            if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
                throw Unreadable(path, i, "it is not in the form NAME=VALUE");
            if (name.StartsWith(SettingNames.Prefix, StringComparison.Ordinal) && !SettingNames.All.Contains(name))
                throw Unreadable(path, i, $"there is no setting {name}");
            if (Value(line[(equals + 1)..].Trim(), path, i) is { Length: > 0 } value)
                settings[name] = value;
        }

        return settings;
    }

    private static string Value(string text, string path, int line)
    {
        if (text.Length == 0 || text[0] is not ('"' or '\''))
            return text;
        if (text.Length < 2 || text[^1] != text[0])
            throw Unreadable(path, line, "a quote is not closed");
        return text[1..^1];
    }

    private static SettingException Unreadable(string path, int line, string reason) => new(
        path, $"line {line + 1}: {reason}.", $"The settings are {string.Join(", ", SettingNames.All)}.", thing: Thing);
}
