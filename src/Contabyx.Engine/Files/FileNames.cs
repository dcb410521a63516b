using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Contabyx.Engine.Files.Parts;

namespace Contabyx.Engine.Files;

/// <summary>Names of files, and what names say.</summary>
internal static partial class FileNames
{
    /// <summary>
    /// The name of a table as the beginning of a file's name: letters and digits of ASCII, <c>_</c>, <c>-</c> and inner
    /// dots stay, every other UTF-8 byte becomes <c>~</c> and two hexadecimal digits, and so does the first letter of a name that
    /// Windows keeps for a device. Different names give different stems.
    /// </summary>
    /// <param name="table">The table's name, not empty.</param>
    public static string Stem(string table)
    {
        var text = EarlierStem(table);
        if (text[^1] == '.')
            text = text[..^1] + Escaped((byte)'.');
        return Reserved().IsMatch(text) ? Escaped((byte)text[0]) + text[1..] : text;
    }

    /// <summary>The stem that versions up to 0.3.0 gave a table: names that Windows keeps for itself were as they are.</summary>
    /// <param name="table">The table's name, not empty.</param>
    public static string EarlierStem(string table)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var stem = new StringBuilder(table.Length);
        foreach (var value in Encoding.UTF8.GetBytes(table))
        {
            var character = (char)value;
            var plain = char.IsAsciiLetterOrDigit(character) || character is '_' or '-'
                || (character == '.' && stem.Length > 0);
            stem.Append(plain ? $"{character}" : Escaped(value));
        }

        return stem.ToString();
    }

    /// <summary>The name of a part, such as <c>Tax-0001.csv.zst</c>.</summary>
    /// <param name="stem">How it begins.</param>
    /// <param name="part">Which part it is, from 1; four digits or more.</param>
    /// <param name="format">How its rows are written.</param>
    /// <param name="compression">How it is compressed; ignored for Parquet.</param>
    public static string Part(string stem, int part, FileFormat format, FileCompression compression) =>
        string.Create(CultureInfo.InvariantCulture, $"{stem}-{part:D4}{RowFormats.Of(format).Extension(compression)}");

    /// <summary>Whether a file's name is one that <see cref="Part"/> gives, or that of such a file while it is written.</summary>
    public static bool IsPart(string name)
    {
        if (name.EndsWith(PartFolder.UnfinishedSuffix, StringComparison.Ordinal))
            name = name[..^PartFolder.UnfinishedSuffix.Length];
        return RowFormats.All.SelectMany(format => Enum.GetValues<FileCompression>().Select(format.Extension))
            .Any(extension => name.EndsWith(extension, StringComparison.Ordinal) && Numbered().IsMatch(name[..^extension.Length]));
    }

    private static string Escaped(byte value) => string.Create(CultureInfo.InvariantCulture, $"~{value:x2}");

    // "Naming Files, Paths, and Namespaces", Win32 documentation: with any extension, and in any case. Nor may a name end with a dot.
    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();

    [GeneratedRegex(@"^.+-[0-9]{4,}\z", RegexOptions.Singleline)]
    private static partial Regex Numbered();
}
