namespace Contabyx.ServerTests;

/// <summary>
/// One way in which Redshift, or S3, IAM or KMS behind it, refuses a COPY whose files are in order.
/// </summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Page">Where it is documented or shown.</param>
/// <param name="Message">What the client is told.</param>
/// <param name="Names">What the advice must name.</param>
internal sealed record DocumentedRefusal(string Name, string Page, string Message, string Names, string SqlState = "XX000")
{
    private const string S3Errors = "docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    private const string CopyAccess = "docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-access-permissions.html";
    private const string Roles = "docs.aws.amazon.com/redshift/latest/mgmt/copy-unload-iam-role.html";
    private const string Grant = "docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html";
    private const string Kms = "docs.aws.amazon.com/kms/latest/developerguide/key-state.html";
    private const string Network = "docs.aws.amazon.com/redshift/latest/dg/r_STL_S3CLIENT_ERROR.html";
    private const string Queries = "docs.aws.amazon.com/redshift/latest/dg/cm-c-wlm-query-monitoring-rules.html";

    public static IReadOnlyList<DocumentedRefusal> All { get; } =
    [
        new("no default role", Roles, "Default IAM role is not set for the cluster", "-IamRole"),
        new("the role is not attached", Roles,
            "User arn:aws:redshift:us-east-1:123456789012:dbuser:c/loader is not authorized to assume IAM Role "
            + "arn:aws:iam::123456789012:role/x", "trust policy"),
        new("the role does not trust Serverless", "stackoverflow.com/questions/70659682",
            "exception name : UnauthorizedException, error type : 135, message: Not authorized to get credentials of "
            + "role arn:aws:iam::123456789012:role/x, should retry : 0", "redshift-serverless.amazonaws.com"),
        new("a link of the chain is missing", Roles,
            "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: sts:AssumeRole on resource: "
            + "arn:aws:iam::123456789012:role/c", "-IamRole"),
        new("ASSUMEROLE is not granted", Grant,
            "User loader does not have ASSUMEROLE permission on arn:aws:iam::123456789012:role/x for COPY", "GRANT ASSUMEROLE"),
        new("ASSUMEROLE is not granted, as a privilege", Grant, "permission denied to ASSUMEROLE", "GRANT ASSUMEROLE", "42501"),
        new("403", S3Errors, S3("Access Denied", 403, "AccessDenied"), "s3:GetObject"),
        new("403 for the list", S3Errors,
            S3("User: arn:aws:sts::123456789012:assumed-role/x/RedshiftIamRoleSession is not authorized to perform: "
            + "s3:ListBucket", 403, "AccessDenied"), "s3:ListBucket"),
        new("403 for the manifest", CopyAccess,
            "Problem reading manifest file - " + S3("Access Denied", 403, "AccessDenied"), "bucket policy"),
        new("a bucket of another account", CopyAccess, S3("Access Denied", 403, "AccessDenied"), "another account"),
        new("the account has a problem", S3Errors, S3("There is a problem with your AWS account", 403, "AccountProblem"), "-IamRole"),
        new("all access is disabled", S3Errors, S3("All access to this object has been disabled", 403, "AllAccessDisabled"), "-IamRole"),
        new("301", S3Errors,
            S3("The bucket you are attempting to access must be addressed using the specified endpoint. Please send all "
            + "future requests to this endpoint.", 301, "PermanentRedirect"), "REGION"),
        new("307", S3Errors, S3("Please re-send this request to the specified temporary endpoint.", 307, "TemporaryRedirect"), "-Region"),
        new("the wrong Region", S3Errors,
            S3("The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'", 400,
            "AuthorizationHeaderMalformed"), "-Region"),
        new("no such bucket", S3Errors, S3("The specified bucket does not exist", 404, "NoSuchBucket"), "-Region"),
        new("KMS without Decrypt", Kms,
            S3("User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: kms:Decrypt on resource: "
            + "arn:aws:kms:us-east-1:123456789012:key/k", 403, "AccessDenied"), "kms:Decrypt"),
        new("the key is disabled", Kms,
            S3("arn:aws:kms:us-east-1:123456789012:key/k is disabled.", 400, "KMS.DisabledException"), "key is enabled"),
        new("the key waits for its deletion", Kms,
            S3("arn:aws:kms:us-east-1:123456789012:key/k is pending deletion.", 400, "KMS.KMSInvalidStateException"), "kms:Decrypt"),
        new("the key is gone", Kms,
            S3("Key 'arn:aws:kms:us-east-1:123456789012:key/k' does not exist", 400, "KMS.NotFoundException"), "kms:Decrypt"),
        new("an expired token", S3Errors, S3("The provided token has expired.", 400, "ExpiredToken"), "Sign in again"),
        new("a token to be refreshed", S3Errors, S3("The provided token must be refreshed.", 400, "TokenRefreshRequired"), "Sign in again"),
        new("a malformed token", S3Errors, S3("The provided token is malformed or otherwise not valid.", 400, "InvalidToken"), "-IamRole"),
        new("an unknown key", S3Errors,
            S3("The AWS Access Key Id you provided does not exist in our records.", 403, "InvalidAccessKeyId"), "keys of the bucket"),
        new("a wrong secret", S3Errors,
            S3("The request signature we calculated does not match the signature you provided.", 403,
            "SignatureDoesNotMatch"), "keys of the bucket"),
        new("a clock", S3Errors,
            S3("The difference between the request time and the server's time is too large.", 403,
            "RequestTimeTooSkewed"), "AWS Support"),
        new("an archive", S3Errors,
            S3("The operation is not valid for the object's storage class", 403, "InvalidObjectState"), "Restore the objects"),
        new("no way to S3", Network,
            "S3CurlException: Connection timed out after 50000 milliseconds, CurlError 28, multiCurlError 0, CanRetry "
            + "1, UserError 0", "VPC"),
        new("no name of S3", Network,
            "S3CurlException: Could not resolve host: b.s3.us-east-1.amazonaws.com, CurlError 6, multiCurlError 0, "
            + "CanRetry 1, UserError 0", "NAT gateway"),
        new("a rule of the workload manager", Queries,
            "Query (123) cancelled by WLM abort action of Query Monitoring Rule \"long\".", "run the same command again", "57014"),
        new("an administrator", "docs.aws.amazon.com/redshift/latest/dg/r_CANCEL.html",
            "Query (123) cancelled on user's request", "run the same command again", "57014"),
        new("a full disk", "repost.aws/knowledge-center/redshift-high-disk-usage", "Disk Full", "run the same command again", "53100"),
        new("a usage limit of Serverless", "docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html",
            "Query reached usage limit, workgroup is turned off", "run the same command again"),
        new("an internal error", "docs.aws.amazon.com/redshift/latest/mgmt/troubleshooting.html", "Assert", "run the same command again"),
    ];

    private static string S3(string message, int status, string code) =>
        FormattableString.Invariant($"S3ServiceException:{message},Status {status},Error {code},Rid 0A1B,ExtRid x,CanRetry 1");
}
