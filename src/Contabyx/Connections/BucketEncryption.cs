namespace Contabyx;

/// <summary>How Amazon S3 encrypts objects at rest.</summary>
public enum BucketEncryption
{
    /// <summary>With keys of Amazon S3 (SSE-S3).</summary>
    S3,

    /// <summary>With a key of AWS KMS (SSE-KMS).</summary>
    Kms,
}
