using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <summary>The limit in bytes of a column (<c>r_Character_types</c>), as a constraint that PostgreSQL checks.</summary>
internal static class ByteLimit
{
    private const string Prefix = "bytes_";

    public static string Check(string column, int bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"CONSTRAINT {Quoted.Name($"{Prefix}{bytes}_{Convert.ToHexStringLower(Hash(column))}")} "
        + $"CHECK (octet_length({Quoted.Name(column)}) <= {bytes})");

    /// <summary>The limit that a constraint's name tells; NULL for another constraint.</summary>
    public static string? Of(string? constraint) =>
        constraint is not null && constraint.StartsWith(Prefix, StringComparison.Ordinal)
            ? constraint.Split('_')[1]
            : null;

    // Names of constraints are unique in a table.
    private static byte[] Hash(string column) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(column))[..8];
}
