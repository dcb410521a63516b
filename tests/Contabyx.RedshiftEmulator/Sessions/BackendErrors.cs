namespace Contabyx.RedshiftEmulator;

/// <summary>Turns PostgreSQL's errors into Redshift's.</summary>
internal static class BackendErrors
{
    // The functions of emulator.sql raise what Redshift would say.
    private const string OwnRoutine = "exec_stmt_raise";

    // What PostgreSQL says of a statement that Redshift takes, since the grammar took it: a feature or a form that it has not, a type
    // that it cannot tell, several functions that fit.
    private static readonly HashSet<string> OfEmulator = new(StringComparer.Ordinal) { "0A000", "42601", "42P18", "42725", "XX000" };

    // Where it has no function, operator or cast: the emulator's own functions lack some of the types that their pages name, VARBYTE and
    // SUPER can do more than the types that stand for them, and + concatenates (r_NVL2).
    private static readonly HashSet<string> OfTypes = new(StringComparer.Ordinal) { "42883", "42846", "42804" };
    private static readonly string[] Stand = ["redshift_emulator.", "bytea", "jsonb", "character varying + "];

    /// <param name="backend">The database's name in PostgreSQL.</param>
    public static RedshiftException Translate(ErrorFields error, string backend)
    {
        if (error.SqlState == "23514" && ByteLimit.Of(error.Constraint) is { } bytes)
            return new RedshiftException("22001", $"value too long for type character varying({bytes})");
        return error.SqlState switch
        {
            // Two writers of one row under SNAPSHOT: c_serial_isolation.
            "40001" => RedshiftException.Serialization("1"),
            // r_MERGE.
            "21000" when error.Message.StartsWith("MERGE", StringComparison.Ordinal) =>
                new RedshiftException("XX000", "Found multiple matches to update the same tuple."),
            "57014" when error.Message.Contains("user request", StringComparison.Ordinal) =>
                new RedshiftException("57014", "Query cancelled on user's request"),
            "57014" => new RedshiftException("57014", "Query cancelled by statement_timeout"),
            "55000" when error.Message.Contains(" view ", StringComparison.Ordinal) =>
                new RedshiftException("0A000", "cannot change a view"),
            "428C9" => new RedshiftException("0A000", "cannot set an identity column to a value"),
            // r_ALTER_TABLE: not under a view.
            "0A000" when error.Message.Contains("used by a view", StringComparison.Ordinal) =>
                new RedshiftException("0A000", error.Message, error.Detail),
            _ => new RedshiftException(
                error.SqlState, UserRoles.Shown(error.Message, backend), error.Detail,
                error.Routine != OwnRoutine && IsOfEmulator(error) ? Refuser.Emulator : Refuser.Redshift),
        };
    }

    private static bool IsOfEmulator(ErrorFields error) => OfEmulator.Contains(error.SqlState)
        || (OfTypes.Contains(error.SqlState) && Stand.Any(word => error.Message.Contains(word, StringComparison.Ordinal)));
}
