using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The roles of PostgreSQL that stand for the users and the groups of the emulator. Roles belong to a whole server, so their names
/// begin with the database's.
/// </summary>
internal static class UserRoles
{
    private const int LongestName = 63;

    /// <param name="backend">The database's name in PostgreSQL.</param>
    /// <param name="name">The user's or the group's name for clients.</param>
    public static string Name(string backend, string name)
    {
        var role = $"{backend}/{name}";
        return Encoding.UTF8.GetByteCount(role) <= LongestName
            ? role
            : throw new RedshiftException("42622", $"The emulator's name for \"{name}\" is longer than {LongestName} bytes");
    }

    /// <summary>The name for clients in a message of PostgreSQL's.</summary>
    public static string Shown(string message, string backend) => message.Replace($"{backend}/", "", StringComparison.Ordinal);

    /// <summary>Makes a role where there is none; another emulator may be making it at the same time.</summary>
    public static string CreateSql(string backend, string name) =>
        $"""
        DO {Quoted.Text($"""
            BEGIN CREATE ROLE {Quoted.Name(Name(backend, name))};
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END
            """)};
        """;
}
