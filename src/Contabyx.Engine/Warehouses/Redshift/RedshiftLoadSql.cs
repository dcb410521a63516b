using System.Text.RegularExpressions;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>The statements of a load into Amazon Redshift, which reads the files from S3 by COPY.</summary>
/// <param name="schema">The schema of the tables and of the load history.</param>
internal sealed partial class RedshiftLoadSql(string schema) : LoadSql("redshift/load.sql", new RedshiftWords(schema))
{
    /// <summary>The most bad rows of a table that are reported.</summary>
    public const int SurveyRows = 1000;

    /// <summary>Locks the load history against other loads.</summary>
    public string LockHistory => Sql.Statement("lock-history", ("history", History));

    /// <summary>Drops the staging table of an earlier attempt of this session.</summary>
    public string DropOldStage(TableLoad load) => Sql.Statement("drop-old-stage", ("stage", Stage(load)));

    /// <summary>Asks for the number of a session in the system views.</summary>
    public string SessionId => Sql.Statement("session-id");

    /// <summary>Asks how many rows the last COPY of a session has loaded.</summary>
    public string LastCopyCount => Sql.Statement("last-copy-count");

    /// <summary>Finds the rows that the last COPY of a session refused.</summary>
    /// <param name="session">The session's number, from <see cref="SessionId"/>.</param>
    /// <param name="limit">How many at most.</param>
    public string LoadErrors(long session, int limit) =>
        Sql.Statement("load-errors", ("session", SqlText.Number(session)), ("limit", SqlText.Number(limit)));

    /// <summary>Copies the files of a manifest into the staging table.</summary>
    /// <param name="credentials">How COPY is authorised.</param>
    /// <param name="region">The bucket's Region, if it differs from the warehouse's; NULL otherwise.</param>
    /// <param name="options">More options, checked by <see cref="ExtraCopyOptions"/>; empty for none.</param>
    public string Copy(TableLoad load, CopyCredentials credentials, string? region, string options)
    {
        // Neither REGION nor conversion options are allowed for columnar files ("COPY from columnar data formats").
        var parts = load.Format switch
        {
            FileFormat.Csv => CsvOptions(load, region, options),
            FileFormat.Parquet => ["FORMAT AS PARQUET", "MANIFEST"],
        };
        return Sql.Statement(
            "copy",
            ("stage", Stage(load)),
            ("columns", string.Join(", ", load.Table.Columns.Select(column => Words.Column(column.Name)))),
            ("manifest", Words.Literal(load.ManifestUri)),
            ("options", string.Join("\n", [Authorization(credentials), .. parts, "STATUPDATE OFF"])));
    }

    /// <summary>Reads the files without loading them, so that every bad row is reported, up to a limit.</summary>
    /// <param name="load">The load, of CSV.</param>
    /// <param name="credentials">How COPY is authorised.</param>
    /// <param name="region">The bucket's Region, if it differs from the warehouse's; NULL otherwise.</param>
    /// <param name="options">More options, checked by <see cref="ExtraCopyOptions"/>; empty for none.</param>
    public string Survey(TableLoad load, CopyCredentials credentials, string? region, string options) =>
        Copy(load with { MaxErrors = SurveyRows }, credentials, region, $"{options} NOLOAD".Trim());

    /// <summary>How COPY and its like are authorised.</summary>
    public string Authorization(CopyCredentials credentials)
    {
        if (credentials.Role is { } role)
        {
            return role.Equals(WarehouseSettings.DefaultRole, StringComparison.OrdinalIgnoreCase)
                ? "IAM_ROLE default"
                : $"IAM_ROLE {Words.Literal(Checked(role))}";
        }

        var keys = $"ACCESS_KEY_ID {Words.Literal(credentials.AccessKey!)} "
            + $"SECRET_ACCESS_KEY {Words.Literal(Redactor.Reveal(credentials.SecretKey)!)}";
        return credentials.SessionToken is { } token
            ? $"{keys} SESSION_TOKEN {Words.Literal(Redactor.Reveal(token)!)}"
            : keys;
    }

    private static string Checked(string role) => Roles().IsMatch(role)
        ? role
        : throw new SettingException(
            SettingNames.IamRole, $"'{role}' is not a role.",
            "Use default, an ARN such as arn:aws:iam::123456789012:role/NAME, or a chain of ARNs separated by commas.");

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+?(,arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+?)*$")]
    private static partial Regex Roles();

    private IEnumerable<string> CsvOptions(TableLoad load, string? region, string options)
    {
        if (region is not null)
            yield return $"REGION {Words.Literal(region)}";
        yield return "FORMAT AS CSV";
        if (load.Compression != FileCompression.None)
            yield return load.Compression.ToString().ToUpperInvariant();
        yield return "MANIFEST";
        if (load.HeaderLines > 0)
            yield return $"IGNOREHEADER {load.HeaderLines}";
        if (load.NullMarker != NullMarkers.Default)
            yield return $"NULL AS {Words.Literal(load.NullMarker)}";
        foreach (var format in (string[])["DATEFORMAT", "TIMEFORMAT"])
        {
            if (!options.Contains(format, StringComparison.OrdinalIgnoreCase))
                yield return $"{format} 'auto'";
        }

        if (options.Length > 0)
            yield return options;

        // COPY fails when the errors reach MAXERROR ("Data load operations", MAXERROR).
        if (load.MaxErrors > 0)
            yield return $"MAXERROR {load.MaxErrors + 1}";
        yield return "COMPUPDATE OFF";
    }
}
