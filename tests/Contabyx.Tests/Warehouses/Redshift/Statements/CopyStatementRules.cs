namespace Contabyx.Tests;

/// <summary>Which options of COPY exclude each other, which lose data, and which it needs here.</summary>
internal static class CopyStatementRules
{
    private const string Start = "COPY public.t FROM 's3://b/m' IAM_ROLE default ";

    public static IReadOnlyList<StatementRule> All { get; } =
    [
        Rule("CSV excludes FIXEDWIDTH, REMOVEQUOTES and ESCAPE", "copy-parameters-data-format",
            copy => Has(copy, "csv") && Has(copy, "fixedwidth", "removequotes", "escape"), Start + "FORMAT AS CSV MANIFEST ESCAPE"),
        Rule("PARQUET has no REGION", "copy-usage_notes-copy-from-columnar",
            copy => Has(copy, "parquet") && Has(copy, "region"), Start + "REGION 'us-east-1' FORMAT AS PARQUET MANIFEST"),
        Rule("PARQUET has no MAXERROR, NULL, COMPUPDATE or compression", "copy-usage_notes-copy-from-columnar",
            copy => Has(copy, "parquet") && Has(copy, "maxerror", "null", "compupdate", "gzip", "zstd", "dateformat", "timeformat"),
            Start + "FORMAT AS PARQUET MANIFEST MAXERROR 3"),
        Rule("a role excludes keys", "copy-parameters-authorization",
            copy => Has(copy, "iam_role") && Has(copy, "access_key_id", "credentials"),
            Start + "ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 'b' MANIFEST"),
        Rule("COPY has an authorisation", "copy-parameters-authorization",
            copy => !Has(copy, "iam_role", "access_key_id"), "COPY public.t FROM 's3://b/m' FORMAT AS CSV MANIFEST"),
        Rule("FROM without MANIFEST is a prefix", "copy-parameters-data-source-s3",
            copy => !Has(copy, "manifest"), Start + "FORMAT AS CSV"),
        Rule("no option that changes data", "copy-parameters-data-conversion",
            copy => Has(copy, "emptyasnull", "blanksasnull", "truncatecolumns", "acceptinvchars", "acceptanydate", "fillrecord"),
            Start + "FORMAT AS CSV MANIFEST EMPTYASNULL"),
        Rule("MAXERROR is at most 100,000", "copy-parameters-data-load",
            copy => copy.Tokens.Zip(copy.Tokens.Skip(1)).Any(pair => pair.First.Is("maxerror") && pair.Second.Text.Length > 6),
            Start + "FORMAT AS CSV MANIFEST MAXERROR 1000000"),
        Rule("'auto' is in lower case", "copy-parameters-data-conversion",
            copy => copy.Tokens.Exists(token => token.Kind == SqlKind.Literal && token.Text is "AUTO" or "Auto"),
            Start + "FORMAT AS CSV MANIFEST DATEFORMAT 'AUTO'"),
        Rule("no encryption by the client", "r_COPY", copy => Has(copy, "encrypted", "master_symmetric_key"),
            Start + "FORMAT AS CSV MANIFEST ENCRYPTED"),
    ];

    private static StatementRule Rule(string name, string page, Func<SqlBlock, bool> isBroken, string bad) =>
        new(name, page, statement => statement.Tokens[0].Is("copy") && isBroken(statement), bad);

    private static bool Has(SqlBlock copy, params string[] words) => copy.Tokens.Exists(token => words.Any(token.Is));
}
