using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Creates clients of Amazon S3 and of S3-compatible stores. To the latter, only those checksums are sent that
/// an operation needs, in plain bodies and to path-style addresses: newer defaults of the SDK break most of them
/// (github.com/aws/aws-sdk-net, issues 3610 and 3615).
/// </summary>
internal static class S3Clients
{
    /// <summary>The Region of stores that have none, and of Amazon S3 where none is named.</summary>
    public const string UsualRegion = "us-east-1";

    private const int BufferBytes = 1 << 18;

    /// <summary>
    /// The storage classes whose objects can be read at once, the usual one first ("Understanding and managing Amazon S3 storage
    /// classes", Amazon S3 User Guide).
    /// </summary>
    public static readonly IReadOnlyList<string> StorageClasses =
    [
        S3StorageClass.Standard, S3StorageClass.StandardInfrequentAccess, S3StorageClass.IntelligentTiering,
        S3StorageClass.OneZoneInfrequentAccess, S3StorageClass.GlacierInstantRetrieval, S3StorageClass.ReducedRedundancy,
    ];

    private static readonly string[] AmazonDomains = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];

    /// <summary>Creates a client; nothing is sent yet.</summary>
    /// <param name="address">The bucket, for errors.</param>
    /// <param name="settings">How it is used.</param>
    /// <param name="http">Creates its HTTP client; NULL for one that does not report long waits.</param>
    /// <exception cref="ConnectionException">No credentials or no Region can be found.</exception>
    public static AmazonS3Client Create(S3Address address, BucketSettings settings, HttpClientFactory? http = null)
    {
        try
        {
            return new AmazonS3Client(Credentials(address.ToString(), settings), Configuration(settings, http));
        }
        catch (AmazonClientException e)
        {
            throw Missing(address.ToString(), e);
        }
    }

    /// <summary>The credentials from the settings, or otherwise from the AWS credential chain.</summary>
    /// <param name="address">What they are for, for errors.</param>
    /// <exception cref="ConnectionException">There are none, or the profile is unknown.</exception>
    public static AWSCredentials Credentials(string address, BucketSettings settings)
    {
        try
        {
            return Find(address, settings);
        }
        catch (AmazonClientException e)
        {
            throw Missing(address, e);
        }
    }

    /// <summary>The names of the profiles that the AWS SDK finds.</summary>
    public static IEnumerable<string> ProfileNames() => new CredentialProfileStoreChain().ListProfiles().Select(profile => profile.Name);

    /// <summary>
    /// The bucket's Region, from the settings or from where the AWS SDK finds one: the profile, AWS_REGION, or the default
    /// profile ("AWS Region", AWS SDKs and Tools Reference Guide). No server is asked.
    /// </summary>
    /// <returns>NULL if none is set.</returns>
    public static string? RegionOf(BucketSettings settings)
    {
        if (settings.Region is { } region)
            return region;
        if (settings.Profile is { } name && RegionOfProfile(name) is { } own)
            return own;
        return FromEnvironment("AWS_REGION")
            ?? FromEnvironment("AWS_DEFAULT_REGION")
            ?? RegionOfProfile(FromEnvironment("AWS_PROFILE") ?? "default");
    }

    /// <summary>
    /// The endpoint that the AWS configuration sets for S3: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the profile's
    /// ("Service-specific endpoints", AWS SDKs and Tools Reference Guide).
    /// </summary>
    /// <param name="profile">The profile; NULL for the default one.</param>
    /// <returns>NULL if none is set.</returns>
    public static string? EndpointOf(string? profile)
    {
        var configuration = new AmazonS3Config();
        if (profile is not null)
            configuration.Profile = new Profile(profile);
        return configuration.ServiceURL is { Length: > 0 } url ? url : null;
    }

    /// <summary>Whether a store is Amazon S3, by whichever of its endpoints.</summary>
    public static bool IsAmazon(BucketSettings settings) => settings.Endpoint is not { } endpoint
        || AmazonDomains.Any(domain => new Uri(endpoint).Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static string? RegionOfProfile(string name) =>
        new CredentialProfileStoreChain().TryGetProfile(name, out var profile) ? profile.Region?.SystemName : null;

    private static string? FromEnvironment(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static ConnectionException Missing(string address, Exception error) => new(
        address, Redactor.Redact(error.Message),
        "Give a Region (-Region, CONTABYX_REGION or AWS_REGION) and credentials (a profile, SSO, a role, or -BucketCredential).",
        error);

    private static AWSCredentials Find(string address, BucketSettings settings)
    {
        var credentials = settings switch
        {
            { AccessKey: { } key, SessionToken: { } token } =>
                new SessionAWSCredentials(key, Redactor.Reveal(settings.SecretKey), Redactor.Reveal(token)),
            { AccessKey: { } key } => new BasicAWSCredentials(key, Redactor.Reveal(settings.SecretKey)),
            { Profile: { } profile } => Profile(address, profile),
            _ => Amazon.Runtime.Credentials.DefaultAWSCredentialsIdentityResolver.GetCredentials(),
        };
        return settings.Role is { } role ? new AssumeRoleAWSCredentials(credentials, role, "contabyx") : credentials;
    }

    private static AWSCredentials Profile(string address, string name)
    {
        if (new CredentialProfileStoreChain().TryGetAWSCredentials(name, out var credentials))
            return credentials;
        throw new ConnectionException(
            address, $"the AWS configuration has no profile '{name}'.",
            "Check ~/.aws/config and ~/.aws/credentials, or sign in: aws sso login --profile " + name + ".");
    }

    private static AmazonS3Config Configuration(BucketSettings settings, HttpClientFactory? http)
    {
        var configuration = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 4, BufferSize = BufferBytes,
            HttpClientFactory = http ?? new S3HttpClients(S3Silence.Default, new StoreClock(), null),
        };
        if (settings.Endpoint is null && settings.Region is { } region)
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        if (settings.Endpoint is { } endpoint)
        {
            configuration.ServiceURL = endpoint;
            configuration.AuthenticationRegion = RegionOf(settings) ?? (IsAmazon(settings) ? null : UsualRegion);
        }

        if (!IsAmazon(settings))
        {
            configuration.ForcePathStyle = true;
            configuration.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            configuration.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }

        return configuration;
    }
}
