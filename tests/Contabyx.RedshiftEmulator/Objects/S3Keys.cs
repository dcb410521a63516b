namespace Contabyx.RedshiftEmulator;

/// <summary>Keys of an S3 user.</summary>
/// <param name="AccessKey">The access key's id.</param>
/// <param name="SessionToken">The token of temporary keys; NULL for permanent ones.</param>
public sealed record S3Keys(string AccessKey, string SecretKey, string? SessionToken = null)
{
    /// <summary>The access key alone: a secret is never printed.</summary>
    public override string ToString() => AccessKey;
}
