using System.Text;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>What the lines of SHOW GRANTS allow on whole databases.</summary>
/// <remarks>
/// INFORMATION_SCHEMA.USER_PRIVILEGES is not used, because some hosted servers omit what a role grants. With partial revokes
/// there are lines that take back: REVOKE ... ON `database`.* ("Privilege Restriction Using Partial Revokes", MySQL Reference
/// Manual).
/// </remarks>
internal sealed class MySqlGrants
{
    private const string On = " ON ";
    private const string Grant = "GRANT ";
    private const string Revoke = "REVOKE ";
    private const string Everywhere = "*.*";

    private readonly List<Line> _lines;

    /// <param name="lines">The lines.</param>
    public MySqlGrants(IEnumerable<string> lines) => _lines = [.. lines.Select(Read).OfType<Line>()];

    /// <summary>Whether a privilege is granted on every table of a database.</summary>
    /// <param name="privilege">A privilege, such as <c>SELECT</c>.</param>
    /// <param name="database">A database.</param>
    public bool Allow(string privilege, string database)
    {
        var about = _lines.Where(line => line.Privileges.Contains(privilege, StringComparer.OrdinalIgnoreCase)
            || line.Privileges is ["ALL PRIVILEGES" or "ALL"]).ToList();
        return about.Any(line => line.IsGrant && line.Database is { } pattern && IsLike(database, pattern))
            || (about.Any(line => line is { IsGrant: true, Database: null })
                && !about.Any(line => !line.IsGrant && line.Database is { } pattern && IsLike(database, pattern)));
    }

    // NULL for roles, and for privileges on single tables and routines.
    private static Line? Read(string text)
    {
        var isGrant = text.StartsWith(Grant, StringComparison.OrdinalIgnoreCase);
        var on = text.IndexOf(On, StringComparison.OrdinalIgnoreCase);
        if (on < 0 || (!isGrant && !text.StartsWith(Revoke, StringComparison.OrdinalIgnoreCase)))
            return null;
        var privileges = text[(isGrant ? Grant : Revoke).Length..on].Split(',', StringSplitOptions.TrimEntries);
        var target = text[(on + On.Length)..];
        if (target.StartsWith(Everywhere, StringComparison.Ordinal))
            return new Line(isGrant, privileges, null);
        return NameOf(target) is { } name ? new Line(isGrant, privileges, name) : null;
    }

    // The name in `name`.*
    private static string? NameOf(string target)
    {
        var name = new StringBuilder();
        for (var i = 1; target.StartsWith('`') && i < target.Length; i++)
        {
            if (target[i] != '`')
                name.Append(target[i]);
            else if (target.AsSpan(i + 1).StartsWith("`"))
                name.Append(target[i++]);
            else
                return target.AsSpan(i + 1).StartsWith(".*") ? name.ToString() : null;
        }

        return null;
    }

    // A database in a grant is a pattern, as of LIKE ("GRANT Statement", MySQL Reference Manual).
    private static bool IsLike(string database, string pattern)
    {
        var expression = new StringBuilder("\\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            expression.Append(pattern[i] switch
            {
                '%' => ".*",
                '_' => ".",
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                var other => Regex.Escape(other.ToString()),
            });
        }

        return Regex.IsMatch(
            database, expression.Append("\\z").ToString(),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private sealed record Line(bool IsGrant, string[] Privileges, string? Database);
}
