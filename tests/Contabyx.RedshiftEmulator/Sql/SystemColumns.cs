namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The names that no column may have, quoted or not: those of the system columns of PostgreSQL ("System columns" in its
/// manual), of which Redshift was made, and two of Redshift's own.
/// </summary>
internal static class SystemColumns
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "insertxid", "deletexid",
    };

    /// <summary>A column's name, as it was given.</summary>
    public static string Refuse(string name) => Names.Contains(name)
        ? throw new RedshiftException("42701", $"column name \"{name}\" conflicts with a system column name")
        : name;
}
