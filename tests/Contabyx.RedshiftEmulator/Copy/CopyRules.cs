namespace Contabyx.RedshiftEmulator;

/// <summary>Which options of COPY go together, and what their values may be: <c>r_COPY-alphabetical-parm-list</c>.</summary>
internal static class CopyRules
{
    private static readonly string[] NeverWithCsv = ["FIXEDWIDTH", "REMOVEQUOTES", "ESCAPE"];

    // r_COPY.
    private static readonly string[] Sources = ["s3://", "emr://", "dynamodb://"];

    // copy-usage_notes-copy-from-columnar.
    private static readonly HashSet<string> WithParquet =
    [
        "FORMAT", "PARQUET", "ACCEPTINVCHARS", "FILLRECORD", "IAM_ROLE", "CREDENTIALS", "STATUPDATE", "MANIFEST",
        "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "TOKEN", "EXPLICIT_IDS", "WITH", "SERIALIZETOJSON",
    ];

    public static void Check(CopyCommand command)
    {
        if (!Sources.Any(source => command.From.StartsWith(source, StringComparison.Ordinal)))
            throw new RedshiftException("XX000", $"Invalid source of COPY: {command.From}");
        if (command.Role is not null && command.Keys is not null)
            throw new RedshiftException("42601", "IAM_ROLE cannot be used with other credentials");
        if (command.Role is null && (command.Keys is null || command.Keys.AccessKey == "" || command.Keys.SecretKey == ""))
            throw new RedshiftException("XX000", "Must specify credentials for COPY command");
        if (command.Given.Contains("QUOTE") && command.Format != CopyFormat.Csv)
            throw new RedshiftException("42601", "QUOTE can only be used with CSV");
        var clash = NeverWithCsv.FirstOrDefault(command.Given.Contains);
        if (command.Format == CopyFormat.Csv && clash is not null)
            throw new RedshiftException("0A000", $"CSV is not compatible with {clash}");
        if (command.Given.Contains("GZIP") && command.Given.Contains("ZSTD"))
            throw new RedshiftException("42601", "conflicting compression options");
        if (command.Given.Contains("FIXEDWIDTH") && command.Given.Contains("DELIMITER"))
            throw new RedshiftException("42601", "DELIMITER cannot be used with FIXEDWIDTH");
        if (command.Format == CopyFormat.Parquet)
            CheckParquet(command);
        command.Delimiter ??= command.Format == CopyFormat.Csv ? ',' : '|';
        if (command.Delimiter == command.Quote && command.Format == CopyFormat.Csv)
            throw new RedshiftException("42601", "the delimiter and the quote character must differ");
    }

    public static void ReadCredentials(S3Access command, string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToDictionary(part => part[0].Trim().ToLowerInvariant(), part => part[1]);
        if (parts.TryGetValue("aws_iam_role", out var role))
            command.Role = role;
        else if (parts.TryGetValue("aws_access_key_id", out var id) && parts.TryGetValue("aws_secret_access_key", out var key))
            command.Keys = new S3Keys(id, key, parts.GetValueOrDefault("token"));
        else
            throw new RedshiftException("XX000", "Invalid credentials string");
    }

    /// <summary>The switches without a value.</summary>
    public static bool Switch(CopyCommand command, string word)
    {
        switch (word)
        {
            case "EMPTYASNULL": command.EmptyAsNull = true; break;
            case "BLANKSASNULL": command.BlanksAsNull = true; break;
            case "TRUNCATECOLUMNS": command.TruncateColumns = true; break;
            case "ROUNDEC": command.RoundDecimals = true; break;
            case "ACCEPTANYDATE": command.AcceptAnyDate = true; break;
            case "FILLRECORD": command.FillRecord = true; break;
            case "TRIMBLANKS": command.TrimBlanks = true; break;
            case "IGNOREBLANKLINES": command.IgnoreBlankLines = true; break;
            case "EXPLICIT_IDS": command.ExplicitIds = true; break;
            default: return false;
        }

        return true;
    }

    public static char OneCharacter(string text, string what) => text.Length == 1 && text[0] < 128
        ? text[0]
        : throw new RedshiftException("0A000", $"COPY {what} must be a single ASCII character");

    public static string NullText(string text) => text.AsSpan().IndexOfAny('\n', '\r') < 0
        ? text
        : throw new RedshiftException("0A000", "COPY null representation cannot use newline or carriage return");

    private static void CheckParquet(CopyCommand command)
    {
        foreach (var word in command.Given)
        {
            if (!WithParquet.Contains(word))
                throw new RedshiftException("0A000", $"{word} argument is not supported for PARQUET based COPY");
        }
    }
}
