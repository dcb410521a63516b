using System.Text.RegularExpressions;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Checks the options that a user adds to COPY. An option that would lose data silently, break the staging or end the
/// statement is refused ("COPY parameter reference", Amazon Redshift Database Developer Guide).
/// </summary>
internal static partial class ExtraCopyOptions
{
    private const string Allowed = "DATEFORMAT, TIMEFORMAT, ROUNDEC, ENCODING, TRIMBLANKS, EXPLICIT_IDS, READRATIO, COMPROWS";

    private static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ACCEPTANYDATE"] = "it turns dates that it cannot read into NULL",
        ["ACCEPTINVCHARS"] = "it replaces characters",
        ["BLANKSASNULL"] = "it turns blanks into NULL",
        ["EMPTYASNULL"] = "it turns empty text into NULL",
        ["FILLRECORD"] = "it invents values for rows that are too short",
        ["TRUNCATECOLUMNS"] = "it cuts text",
        ["MAXERROR"] = "it leaves out bad rows silently. Use Invoke-ContabyxCopy -MaxErrors, which counts and keeps them",
        ["IGNOREALLERRORS"] = "it leaves out bad rows, and the proof would fail",
        ["NOLOAD"] = "it loads nothing",
        ["ESCAPE"] = "it changes what the files mean",
        ["REMOVEQUOTES"] = "it changes what the files mean",
        ["FIXEDWIDTH"] = "it changes what the files mean",
        ["DELIMITER"] = "it changes what the files mean",
        ["QUOTE"] = "it changes what the files mean",
    };

    /// <param name="options">The text; NULL for none.</param>
    /// <returns>The options, ready for the statement; empty for none.</returns>
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
                    SettingNames.CopyOptions, $"{name.ToUpperInvariant()} is refused, because {reason}.", $"Use only {Allowed}.");
            }

            if (!Allowed.Split(", ").Contains(name, StringComparer.OrdinalIgnoreCase))
                throw Wrong(name);
            rest = rest[match.Length..].TrimStart();
        }

        return options.Trim();
    }

    private static SettingException Wrong(string at) => new(
        SettingNames.CopyOptions, $"'{at}' is not an option that can be added to COPY.", $"Use only {Allowed}.");

    // A name, and perhaps AS, and perhaps a literal without a quote or backslash in it, or a number, or ON or OFF.
    [GeneratedRegex(
        @"^(?<name>[A-Za-z_]+)(?:\s+(?:AS\s+)?(?:'[^'\\]*'|\d+|ON\b|OFF\b))?(?=\s|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OneOption();
}
