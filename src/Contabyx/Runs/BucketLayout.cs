using System.Text;

namespace Contabyx;

/// <summary>Which key in the bucket holds what.</summary>
public static class BucketLayout
{
    /// <summary>The prefix of everything that waits to be loaded.</summary>
    public const string Data = "data/";

    /// <summary>The prefix of everything that was loaded.</summary>
    public const string Processed = "processed/";

    /// <summary>The prefix of everything that failed.</summary>
    public const string Error = "error/";

    /// <summary>The key of the log.</summary>
    public const string Log = "error/redshift.log";

    /// <summary>The name of a run's document.</summary>
    public const string DocumentName = "run.json";

    /// <summary>The name of a table's manifest.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>The prefix of a run's objects.</summary>
    /// <param name="area"><see cref="Data"/>, <see cref="Processed"/> or <see cref="Error"/>.</param>
    /// <param name="run">The run.</param>
    public static string RunPrefix(string area, string run) => $"{area}{run}/";

    /// <summary>The prefix of a table's objects in a run.</summary>
    /// <param name="area"><see cref="Data"/>, <see cref="Processed"/> or <see cref="Error"/>.</param>
    /// <param name="run">The run.</param>
    /// <param name="table">The table's name, in any characters.</param>
    public static string TablePrefix(string area, string run, string table) => $"{area}{run}/{SafeName(table)}/";

    /// <summary>
    /// A name that is safe as a file's or folder's on any system: letters, digits, <c>_</c> and <c>-</c> stay, every other
    /// character becomes <c>%</c> and the hexadecimal digits of its UTF-8 bytes. Different names stay different.
    /// </summary>
    /// <param name="name">Any name.</param>
    public static string SafeName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var safe = new StringBuilder(name.Length);
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-')
                safe.Append((char)b);
            else
                safe.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return safe.ToString();
    }
}
