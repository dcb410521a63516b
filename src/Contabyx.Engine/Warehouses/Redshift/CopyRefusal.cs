using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Why COPY may not or cannot read the files, although nothing is wrong with them, and what is missing. Redshift reports all
/// of this as an internal error, in the words of IAM, STS, KMS or S3 ("S3ServiceException errors" and "Authorization
/// parameters", Amazon Redshift Database Developer Guide; "Error responses", Amazon S3 API Reference).
/// </summary>
/// <param name="Reason">What it means.</param>
/// <param name="Advice">What is missing.</param>
internal sealed record CopyRefusal(string Reason, string Advice)
{
    // The first that fits counts: the words of KMS come inside those of S3.
    private static readonly (Func<string, bool> Fits, CopyRefusal? Refusal)[] Known =
    [
        (said => Has(said, "ASSUMEROLE") && !Has(said, "sts:"), new(
            "the user may not let COPY use the role",
            "As an administrator, run GRANT ASSUMEROLE ON 'ARN of the role' TO {user} FOR COPY.")),
        (Exactly("kms:", "KMS.", "KMSException"), new(
            "COPY may not decrypt the files",
            "Give the role of COPY kms:Decrypt on the key, in the role's policy and in the key's policy, and check "
            + "that the key is enabled.")),
        (said => !IsOfS3(said) && Has(said, "default") && said.Contains("IAM", StringComparison.Ordinal), new(
            "the warehouse has no default role",
            "Attach a role to the cluster or namespace and make it the default, or name an attached role with -IamRole.")),
        (Any("assume IAM Role", "get credentials of role", "sts:AssumeRole", "UnauthorizedException"), new(
            "COPY may not use the role",
            "Attach the role to the cluster or namespace, and let its trust policy name redshift.amazonaws.com and "
            + "redshift-serverless.amazonaws.com; or name another role with -IamRole.")),
        (said => !IsOfS3(said) || Has(said, "NoSuchKey"), null),
        (Any("PermanentRedirect", "TemporaryRedirect", "HeaderMalformed", "specified endpoint", "Status 301", "Status 307"), new(
            "the bucket is in another Region than the warehouse",
            "Give the bucket's Region with -Region, so that COPY gets REGION. Parquet files must be in the warehouse's own Region.")),
        (Any("ExpiredToken", "TokenRefreshRequired"), new(
            "COPY's credentials for S3 expired", "Sign in again, or give COPY a role (-IamRole).")),
        (Any("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidSecurity"), new(
            "S3 does not accept the keys that COPY was given", "Correct the keys of the bucket, or give COPY a role (-IamRole).")),
        (Any("NoSuchBucket"), new("COPY does not find the bucket", "Check the bucket's name, and its Region (-Region).")),
        (Any("InvalidObjectState"), new(
            "the files are in an archive", "Restore the objects, and choose another storage class (CONTABYX_STORAGE_CLASS).")),
        (Any("RequestTimeTooSkewed"), new("the clocks of the warehouse and of S3 differ", "Ask AWS Support.")),
        (Any("AccessDenied", "Status 403", "AllAccessDisabled", "AccountProblem"), new(
            "COPY may not read the bucket",
            "Give the role of COPY (-IamRole) s3:ListBucket on the bucket and s3:GetObject on its keys. If the bucket belongs to another "
            + "account, its bucket policy must allow the role too.")),
        (Any("Curl", "timed out"), new(
            "the warehouse cannot reach S3",
            "With enhanced VPC routing, the VPC of the warehouse needs an endpoint for S3 or a NAT gateway, "
            + "and its security group must let HTTPS out.")),
        (Any("Status 503", "Status 500", "SlowDown", "RequestTimeout", "InternalError"), new(
            "S3 was too busy", "It was tried several times; wait a little.")),
        (_ => true, new(
            "COPY could not read the bucket", "Check the role of COPY (-IamRole) and the bucket with Test-ContabyxConnection.")),
    ];

    /// <summary>Recognises a refusal.</summary>
    /// <param name="said">What the warehouse said.</param>
    /// <param name="user">The user of the database.</param>
    /// <returns>NULL for any other failure, and for a file that is not there.</returns>
    public static CopyRefusal? Of(string said, string user)
    {
        var known = Known.First(known => known.Fits(said)).Refusal;
        return known is null ? null : known with
        {
            Advice = known.Advice.Replace("{user}", SqlText.Identifier(user), StringComparison.Ordinal)
                + " Then run the same command again.",
        };
    }

    private static bool IsOfS3(string said) => Has(said, "S3ServiceException") || Has(said, "S3CurlException") || Has(said, "CurlError");

    // Names of tables and schemas are folded to lower case, so they are not mistaken for these words.
    private static Func<string, bool> Exactly(params string[] words) =>
        said => words.Any(word => said.Contains(word, StringComparison.Ordinal));

    private static Func<string, bool> Any(params string[] words) => said => words.Any(word => Has(said, word));

    private static bool Has(string said, string word) => said.Contains(word, StringComparison.OrdinalIgnoreCase);
}
