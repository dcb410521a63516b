namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// The credentials with which COPY reads the bucket: a role, or keys as a last resort ("Authorization parameters",
/// Amazon Redshift Database Developer Guide).
/// </summary>
/// <param name="Role"><c>default</c>, an ARN, or ARNs separated by commas; NULL with keys.</param>
/// <param name="AccessKey">An access key's id; NULL with a role.</param>
/// <param name="SessionToken">The session token of temporary keys; NULL for others.</param>
internal sealed record CopyCredentials(string? Role, string? AccessKey, Secret? SecretKey, Secret? SessionToken)
{
    /// <param name="role"><c>default</c>, an ARN, or ARNs separated by commas.</param>
    public static CopyCredentials ByRole(string role) => new(role, null, null, null);
}
