namespace Contabyx.RedshiftEmulator;

/// <summary>Turns PostgreSQL's errors into Redshift's.</summary>
internal static class BackendErrors
{
    public static RedshiftException Translate(ErrorFields error)
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
            _ => new RedshiftException(error.SqlState, error.Message, error.Detail, error.Hint),
        };
    }
}
