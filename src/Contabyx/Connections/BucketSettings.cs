using System.Collections.ObjectModel;
using System.Globalization;

namespace Contabyx;

/// <summary>How a bucket in Amazon S3, or in a compatible store, is used.</summary>
public sealed record BucketSettings
{
    /// <summary>The AWS Region, such as <c>sa-east-1</c>; NULL for what the AWS configuration says.</summary>
    public string? Region { get; init; }

    /// <summary>The URL of an S3-compatible store; NULL for Amazon S3.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// A profile of the AWS configuration, which may be an SSO profile; NULL for the default credential chain.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>An IAM role to assume with those credentials, as an ARN; NULL for none.</summary>
    public string? Role { get; init; }

    /// <summary>An access key's id, with <see cref="SecretKey"/>; NULL for the credential chain.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret of <see cref="AccessKey"/>.</summary>
    public Secret? SecretKey { get; init; }

    /// <summary>The session token of temporary keys; NULL for others.</summary>
    public Secret? SessionToken { get; init; }

    /// <summary>How objects are encrypted at rest; NULL for the bucket's own default.</summary>
    public BucketEncryption? Encryption { get; init; }

    /// <summary>The KMS key's id or ARN, for <see cref="BucketEncryption.Kms"/>; NULL for the account's own.</summary>
    public string? KmsKey { get; init; }

    /// <summary>The storage class of objects, such as <c>STANDARD_IA</c>; NULL for <c>STANDARD</c>.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Tags of every object.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How many requests are made in parallel, 1 or more; 8 by default.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>What was chosen; secrets never.</summary>
    public override string ToString() => string.Join("; ", Chosen());

    private IEnumerable<string> Chosen()
    {
        if (Region is not null)
            yield return $"Region: {Region}";
        if (Endpoint is not null)
            yield return $"Endpoint: {Endpoint}";
        if (Encryption is not null)
            yield return $"Encryption: {Encryption}";
        yield return string.Create(CultureInfo.InvariantCulture, $"Connections: {Connections}");
    }
}
