namespace Contabyx.RedshiftEmulator;

/// <summary>What an emulator is and where its data lies.</summary>
public sealed record EmulatorOptions
{
    /// <summary>
    /// An Npgsql connection string of a PostgreSQL 15 database that the emulator may use. Its user owns the database
    /// or is a superuser.
    /// </summary>
    public required string Postgres { get; init; }

    /// <summary>The S3 endpoint that <c>s3://</c> is fetched from; NULL: a COPY fails.</summary>
    public Uri? S3Endpoint { get; init; }

    /// <summary>The keys that the cluster's roles stand for.</summary>
    public S3Keys RoleKeys { get; init; } = new("cephaccess", "cephsecret");

    /// <summary>The Region of the cluster, in which a COPY without REGION looks for the bucket.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The Region of every bucket; a COPY that looks in another one fails as on AWS.</summary>
    public string BucketRegion { get; init; } = "us-east-1";

    /// <summary>The role ARNs that are attached to the cluster.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["arn:aws:iam::123456789012:role/contabyx"];

    /// <summary>Whether one of them is the default: <c>IAM_ROLE default</c>.</summary>
    public bool HasDefaultRole { get; init; } = true;

    /// <summary>The TCP port on the loopback address; 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Superusers and their passwords. A password that begins with <c>sha256|</c> asks for the digest login.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } =
        new Dictionary<string, string> { ["awsuser"] = "Passw0rd" };

    /// <summary>Users who have only the rights that PUBLIC has and those that they are granted, and their passwords.</summary>
    public IReadOnlyDictionary<string, string> OrdinaryUsers { get; init; } = new Dictionary<string, string>();

    /// <summary>Groups and roles, to which rights can be granted; nobody is in them.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The database's name for clients.</summary>
    public string Database { get; init; } = "dev";

    /// <summary>How many slices a provisioned cluster has.</summary>
    public int Slices { get; init; } = 4;

    /// <summary>Serverless: the STL and STV views are refused.</summary>
    public bool Serverless { get; init; }

    /// <summary>A cluster in several Availability Zones: STL, STV, SVCS, SVL and SVV views are refused.</summary>
    public bool MultiAz { get; init; }

    /// <summary>
    /// A paused cluster: its first client is answered after this time, and whoever comes until then. Zero: it is awake.
    /// </summary>
    public TimeSpan Wakes { get; init; }

    /// <summary>How long after a COPY its errors appear in the views.</summary>
    public TimeSpan ErrorDelay { get; init; }

    /// <summary>TLS is offered, with <see cref="CertificateFile"/> or with a certificate made at the start.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Refuses clients without TLS, like <c>require_ssl</c>.</summary>
    public bool RequireTls { get; init; }

    /// <summary>A PEM file with certificate and key; NULL: a self-signed one is made.</summary>
    public string? CertificateFile { get; init; }
}
