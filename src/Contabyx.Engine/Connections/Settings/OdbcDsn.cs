using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Connections.Settings;

/// <summary>
/// Reads where a warehouse is from an ODBC data source: a section of <c>odbc.ini</c> on Linux and macOS, a key of the
/// registry on Windows. No ODBC driver is used.
/// </summary>
internal static class OdbcDsn
{
    private const string RegistryPath = @"SOFTWARE\ODBC\ODBC.INI\";
    private const string RegistryList = "ODBC Data Sources";

    // Sections of odbc.ini, and keys of the registry, that are no data sources.
    private static readonly string[] Sections = [RegistryList, "ODBC"];

    /// <summary>Reads a data source.</summary>
    /// <returns>The address, such as <c>redshift://loader@host:5439/dev</c>; without a password.</returns>
    /// <exception cref="SettingException">
    /// There is no data source of that name, or it lacks the host or the database.
    /// </exception>
    public static string Read(string name) => Read(
        name, OperatingSystem.IsWindows() ? ReadRegistry(name) : ReadFiles(name, Files()));

    /// <summary>Reads a data source from files.</summary>
    /// <param name="files">Full paths; the first file that has it counts.</param>
    /// <exception cref="SettingException">
    /// There is no data source of that name, or it lacks the host or the database.
    /// </exception>
    public static string Read(string name, IEnumerable<string> files) => Read(name, ReadFiles(name, files));

    /// <summary>The names of the data sources, each once.</summary>
    public static IEnumerable<string> Names() => OperatingSystem.IsWindows() ? RegistryNames() : Names(Files());

    /// <summary>The names of the data sources in files, each once.</summary>
    /// <param name="files">Full paths.</param>
    public static IEnumerable<string> Names(IEnumerable<string> files) => files.Where(File.Exists).SelectMany(File.ReadLines)
        .Select(line => line.Trim()).Where(line => line.StartsWith('[')).Select(SectionOf)
        .Where(name => name.Length > 0 && !Sections.Contains(name, StringComparer.OrdinalIgnoreCase))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    // https://www.unixodbc.org/odbcinst.html: ODBCINI, else the user's file, then the system's.
    private static IEnumerable<string> Files()
    {
        if (Environment.GetEnvironmentVariable("ODBCINI") is { Length: > 0 } own)
            yield return own;
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".odbc.ini");
        yield return "/etc/odbc.ini";
    }

    private static string Read(string name, IReadOnlyDictionary<string, string>? values)
    {
        if (values is null)
        {
            throw new SettingException(
                SettingNames.WarehouseDsn, $"there is no ODBC data source '{name}'.",
                "Check the name in odbc.ini (or in the ODBC administrator on Windows), or give -Warehouse (CONTABYX_WAREHOUSE) instead.");
        }

        // A password in the data source is not used, and must not be shown either.
        if (First(values, "PWD", "Password") is { } password)
            Redactor.Remember(password);
        var host = First(values, "Host", "Server", "Servername") ?? throw Lacks(name, "Host");
        var database = First(values, "Database", "DB") ?? throw Lacks(name, "Database");
        var user = First(values, "UID", "User", "Username");
        var port = First(values, "Port") ?? "5439";
        return $"redshift://{(user is null ? "" : Uri.EscapeDataString(user) + "@")}{host}:{port}/{Uri.EscapeDataString(database)}";
    }

    private static string? First(IReadOnlyDictionary<string, string> values, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (values.TryGetValue(name, out var value) && value.Length > 0)
                return value;
        }

        return null;
    }

    private static SettingException Lacks(string name, string key) => new(
        SettingNames.WarehouseDsn, $"the ODBC data source '{name}' has no {key}.", $"Add {key} to it, or give -Warehouse instead.");

    private static Dictionary<string, string>? ReadFiles(string name, IEnumerable<string> files)
    {
        foreach (var file in files.Where(File.Exists))
        {
            if (ReadSection(name, File.ReadLines(file)) is { } values)
                return values;
        }

        return null;
    }

    private static Dictionary<string, string>? ReadSection(string name, IEnumerable<string> lines)
    {
        Dictionary<string, string>? values = null;
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[')
            {
                if (values is not null)
                    return values;
                if (SectionOf(line).Equals(name, StringComparison.OrdinalIgnoreCase))
                    values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            }
            else if (values is not null && line.Split('=', 2) is [var key, var value])
            {
                values[key.Trim()] = value.Trim();
            }
        }

        return values;
    }

    private static string SectionOf(string line) => line.TrimStart('[').TrimEnd(']').Trim();

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static List<string> RegistryNames()
    {
        var names = new List<string>();
        foreach (var root in (Microsoft.Win32.RegistryKey[])[Microsoft.Win32.Registry.CurrentUser, Microsoft.Win32.Registry.LocalMachine])
        {
            using var key = root.OpenSubKey(RegistryPath + RegistryList);
            names.AddRange(key?.GetValueNames() ?? []);
        }

        return names;
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static Dictionary<string, string>? ReadRegistry(string name)
    {
        foreach (var root in (Microsoft.Win32.RegistryKey[])[Microsoft.Win32.Registry.CurrentUser, Microsoft.Win32.Registry.LocalMachine])
        {
            using var key = root.OpenSubKey(RegistryPath + name);
            if (key is not null)
            {
                return key.GetValueNames().ToDictionary(
                    value => value, value => key.GetValue(value)?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
            }
        }

        return null;
    }
}
