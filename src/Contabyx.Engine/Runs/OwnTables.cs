namespace Contabyx.Engine.Runs;

/// <summary>The tables in which Contabyx keeps its own records: no run and no file may bring rows for them.</summary>
internal static class OwnTables
{
    private const string Prefix = "contabyx_";

    /// <summary>
    /// Whether a name is one of these. Databases compare names without case, and some without blanks at the end.
    /// </summary>
    /// <param name="table">The name.</param>
    public static bool Have(string table) => table.Trim().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why such a table is refused.</summary>
    /// <param name="table">The name.</param>
    public static string Refusal(string table) =>
        $"it has rows for '{table}', but tables whose names begin with {Prefix} belong to Contabyx, and nothing else can write to them.";
}
