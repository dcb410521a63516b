using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Logins;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>How COPY reads the bucket: with which credentials, where, and with which of the user's options.</summary>
/// <param name="bucket">The bucket's address.</param>
/// <param name="host">The warehouse's host, whose name contains its Region.</param>
internal sealed class RedshiftCopy(WarehouseSettings settings, string bucket, BucketSettings bucketSettings, string host)
{
    /// <summary>The user's options, checked.</summary>
    /// <exception cref="SettingException">An option is unknown or refused.</exception>
    public string Options { get; } = ExtraCopyOptions.Check(settings.CopyOptions);

    /// <summary>
    /// The bucket's Region if it is, or may be, different from the warehouse's; NULL if COPY need not be told.
    /// </summary>
    public string? Region =>
        S3Clients.IsAmazon(bucketSettings) && S3Clients.RegionOf(bucketSettings) is { } region && region != AwsHost.Of(host).Region
            ? region : null;

    /// <summary>
    /// The bucket's Region if a provisioned cluster is surely in another, from which it can write there, but not query ("Amazon
    /// Redshift Spectrum limitations", Amazon Redshift Database Developer Guide); NULL otherwise.
    /// </summary>
    public string? FarRegion => AwsHost.Of(host) is { Service: "redshift", Region: not null } ? Region : null;

    /// <summary>The role of COPY: <c>default</c>, an ARN, or ARNs separated by commas.</summary>
    public string Role => settings.IamRole;

    /// <summary>A role, or the bucket's own keys as a last resort.</summary>
    public async Task<CopyCredentials> CredentialsAsync(CancellationToken cancellation)
    {
        if (!settings.CopyWithKeys)
            return CopyCredentials.ByRole(settings.IamRole);
        if (bucketSettings is { AccessKey: { } key, SecretKey: { } secret, Role: null })
            return new CopyCredentials(null, key, secret, bucketSettings.SessionToken);
        var found = await S3Errors.RunAsync(
            bucket, () => S3Clients.Credentials(bucket, bucketSettings).GetCredentialsAsync(), cancellation).ConfigureAwait(false);
        return new CopyCredentials(
            null, found.AccessKey, new Secret(found.SecretKey), found.UseToken ? new Secret(found.Token) : null);
    }

    /// <summary>The same for a review, which asks no server.</summary>
    public CopyCredentials ForReview => settings.CopyWithKeys
        ? new CopyCredentials(null, "***", new Secret("***"), null)
        : CopyCredentials.ByRole(settings.IamRole);
}
