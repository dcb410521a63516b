using System.Text.RegularExpressions;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Checks the options that a user adds to COPY. What would lose data silently, break the staging or leave the statement
/// is refused ("COPY parameter reference", Amazon Redshift Database Developer Guide).
/// </summary>
internal static partial class ExtraCopyOptions
{
    private const string Allowed = "DATEFORMAT, TIMEFORMAT, ROUNDEC, ENCODING, TRIMBLANKS, EXPLICIT_IDS, READRATIO, COMPROWS";

    private static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ACCEPTANYDATE"] = "it makes dates that cannot be read NULL",
        ["ACCEPTINVCHARS"] = "it replaces characters",
        ["BLANKSASNULL"] = "it makes blanks NULL",
        ["EMPTYASNULL"] = "it makes empty text NULL",
        ["FILLRECORD"] = "it invents values for rows that are too short",
        ["TRUNCATECOLUMNS"] = "it cuts text",
        ["MAXERROR"] = "it leaves out bad rows unseen; Invoke-ContabyxCopy -MaxErrors does so and counts them",
        ["IGNOREALLERRORS"] = "it leaves out bad rows, and the proof would fail",
        ["NOLOAD"] = "it loads nothing",
        ["ESCAPE"] = "it changes what the files mean",
        ["REMOVEQUOTES"] = "it changes what the files mean",
        ["FIXEDWIDTH"] = "it changes what the files mean",
        ["DELIMITER"] = "it changes what the files mean",
        ["QUOTE"] = "it changes what the files mean",
    };

    /// <param name="options">The text; NULL for none.</param>
    /// <returns>The options, ready to stand in the statement; empty for none.</returns>
    /// <exception cref="SettingException">An option is unknown or refused.</exception>
    public static string Check(string? options)
    {
        if (string.IsNullOrWhiteSpace(options))
            return "";
        var rest = options.Trim();
        while (rest.Length > 0)
        {
            var match = OneOption().Match(rest);
            if (!match.Success)
                throw Wrong(rest);
            var name = match.Groups["name"].Value;
            if (Refused.TryGetValue(name, out var reason))
            {
                throw new SettingException(
                    SettingNames.CopyOptions, $"{name.ToUpperInvariant()} is refused, since {reason}.", $"Allowed are {Allowed}.");
            }

            if (!Allowed.Split(", ").Contains(name, StringComparer.OrdinalIgnoreCase))
                throw Wrong(name);
            rest = rest[match.Length..].TrimStart();
        }

        return options.Trim();
    }

    private static SettingException Wrong(string at) => new(
        SettingNames.CopyOptions, $"there is no option '{at}' to add to COPY.", $"Allowed are {Allowed}.");

    // A name, and perhaps AS, and perhaps a literal without a quote or backslash in it, or a number, or ON or OFF.
    [GeneratedRegex(
        @"^(?<name>[A-Za-z_]+)(?:\s+(?:AS\s+)?(?:'[^'\\]*'|\d+|ON\b|OFF\b))?(?=\s|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OneOption();
}
