using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.PowerShell;

/// <summary>Says where source, bucket and warehouse are, for all cmdlets of this session.</summary>
[Cmdlet(VerbsCommunications.Connect, "Contabyx")]
[OutputType(typeof(ContabyxConnection))]
public sealed class ConnectContabyxCommand : PSCmdlet
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    /// <summary>The source.</summary>
    [BeginsConnecting]
    [Parameter(Position = 0, HelpMessage = "The source's address: mysql://USER@HOST:3306/DATABASE, or duckdb:PATH. "
        + "By default the embedded twin's.")]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>The bucket.</summary>
    [BeginsConnecting]
    [Parameter(Position = 1, HelpMessage = "The bucket's address: s3://BUCKET/KEY, or file:PATH of a folder. "
        + "By default the embedded twin's.")]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>The warehouse.</summary>
    [BeginsConnecting]
    [Parameter(Position = 2, HelpMessage = "The warehouse's address: redshift://USER@HOST:5439/DATABASE, or duckdb:PATH. "
        + "By default the embedded twin's.")]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>The warehouse's ODBC data source.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The ODBC data source (DSN) that names the warehouse's host, port, database and user.")]
    [ValidateNotNullOrEmpty]
    public string? WarehouseDsn { get; set; }

    /// <summary>The environment file.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "A file of NAME=VALUE settings, such as config/.env. Parameters win over it, and it over "
        + "environment variables of the same names.")]
    [ValidateNotNullOrEmpty]
    public string? EnvFile { get; set; }

    /// <summary>The source's user and password.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The user and password of the source.")]
    [ValidateNotNull]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>The warehouse's user and password.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The user and password of the warehouse.")]
    [ValidateNotNull]
    [Credential]
    public PSCredential? WarehouseCredential { get; set; }

    /// <summary>The bucket's access key.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "An access key of the bucket: its id as user, its secret as password. By default the AWS "
        + "credential chain: environment, profile, SSO, role of the machine.")]
    [ValidateNotNull]
    [Credential]
    public PSCredential? BucketCredential { get; set; }

    /// <summary>COPY's role.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The IAM role by which COPY reads the bucket: default (the default), an ARN, or a chain of "
        + "ARNs with commas.")]
    [ValidateNotNullOrEmpty]
    public string? IamRole { get; set; }

    /// <summary>Keys instead of a role.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "Give COPY the bucket's keys instead of a role: a last resort.")]
    public SwitchParameter CopyWithKeys { get; set; }

    /// <summary>More options of COPY.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "Further options of COPY, such as 'ROUNDEC'.")]
    [ValidateNotNullOrEmpty]
    public string? CopyOption { get; set; }

    /// <summary>The schema in the warehouse.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The schema of the warehouse in which the tables are; public by default.")]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The AWS Region of the bucket; by default what the AWS configuration says.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>An S3-compatible store.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The URL of an S3-compatible store; by default Amazon S3.")]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>An AWS profile.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "A profile of the AWS configuration, SSO profiles too.")]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The ARN of an IAM role to assume for the bucket.")]
    [ValidateNotNullOrEmpty]
    public string? BucketRole { get; set; }

    /// <summary>Encryption at rest.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "How objects are encrypted: S3 (SSE-S3) or Kms (SSE-KMS); by default as the bucket says.")]
    public BucketEncryption? Encryption { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The id or ARN of the KMS key, with -Encryption Kms.")]
    [ValidateNotNullOrEmpty]
    public string? KmsKey { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The storage class of objects, such as STANDARD_IA; STANDARD by default.")]
    [ValidateNotNullOrEmpty]
    public string? StorageClass { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "Tags of every object, such as @{ project = 'books' }.")]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "What becomes of MySQL's zero dates: Error (the default), Null, or Sentinel (0001-01-01).")]
    public ZeroDatePolicy? ZeroDate { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "Take TINYINT(1) as a boolean; otherwise it is a SMALLINT.")]
    public SwitchParameter TinyIntAsBoolean { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "Connections that read a snapshot side by side; by default one per processor, 4 at most.")]
    [ValidateRange(1, 32)]
    public int? ReaderCount { get; set; }

    /// <summary>The key of hashes.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The secret key by which columns are masked with Hash: 16 characters or more, the same in every run.")]
    [ValidateNotNull]
    public SecureString? MaskKey { get; set; }

    /// <summary>The home folder.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The folder for the log, for files on their way, and for the embedded twin. By default "
        + "CONTABYX_HOME, or Contabyx in the folder for local application data.")]
    [ValidateNotNullOrEmpty]
    public string? HomePath { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The log's path; by default logs/redshift.log below the home folder.")]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>The embedded twin.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "Take the embedded twin, whatever environment variables say.")]
    public SwitchParameter Twin { get; set; }

    /// <summary>
    /// What is no parameter. It is taken, so that it can be refused here: PowerShell would refuse it before the session's
    /// earlier connection is forgotten.
    /// </summary>
    [BeginsConnecting]
    [Parameter(ValueFromRemainingArguments = true, DontShow = true, HelpMessage = "Takes what is no parameter, to refuse it by name.")]
    public object[] Other { get; set; } = [];

    /// <summary>Forgets the connection that was there.</summary>
    protected override void BeginProcessing() => CurrentConnection.Begin();

    /// <summary>Makes the connection. Until it is made, this session has none.</summary>
    protected override void EndProcessing()
    {
        var folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        try
        {
            RefuseOthers();
            Take(Twin ? TwinsOwn() : ConnectionSettings.Environment);
            if (EnvFile is not null)
                Take(ReadEnvFile(FilePaths.Complete(this, EnvFile)));
            TakeAddresses();
            TakeCredentials();
            TakeOptions();
            var connection = ConnectionSettings.Connect(_settings, folder);
            CurrentConnection.Set(connection);
            WriteObject(connection);
        }
        catch (ContabyxException e)
        {
            CurrentConnection.Fail(e.Message);
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }

    // A value may be a secret, and is not shown.
    private void RefuseOthers()
    {
        if (Other.Length == 0)
            return;
        var name = Other.OfType<string>().FirstOrDefault(text => text.StartsWith('-'));
        throw new SettingException(
            name ?? "Connect-Contabyx", name is null ? "it was given more values than it takes." : "there is no such parameter.",
            "Get-Help Connect-Contabyx shows the parameters.");
    }

    private Dictionary<string, string> TwinsOwn()
    {
        if ((Source ?? Bucket ?? Warehouse ?? WarehouseDsn ?? EnvFile) is not null)
            throw new SettingException("Twin", "another place is named as well.", "Leave -Twin out, or everything but -HomePath and -LogPath.");
        return ConnectionSettings.Environment.Where(setting => setting.Key
            is SettingNames.Home or SettingNames.Log or SettingNames.EmbeddedMegabytes or SettingNames.MaskKey)
            .ToDictionary(StringComparer.Ordinal);
    }

    private void Take(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (name, value) in settings)
            _settings[name] = value;
    }

    private IReadOnlyDictionary<string, string> ReadEnvFile(string path)
    {
        var settings = EnvironmentFile.Read(path);
        if (EnvironmentFile.IsOpenToOthers(path))
            WriteWarning($"Other users of this machine can read {path}. Take the right away: chmod 600 '{path}'.");
        return settings;
    }

    // A setting of a lower layer that says the same thing in other words must not win over a parameter.
    private void TakeAddresses()
    {
        if (Warehouse is not null)
            _settings.Remove(SettingNames.WarehouseDsn);
        if (WarehouseDsn is not null)
            _settings.Remove(SettingNames.Warehouse);
        Take(SettingNames.Source, Source);
        Take(SettingNames.Bucket, Bucket);
        Take(SettingNames.Warehouse, Warehouse);
        Take(SettingNames.WarehouseDsn, WarehouseDsn);
        Take(SettingNames.Home, HomePath is null ? null : FilePaths.Complete(this, HomePath));
        Take(SettingNames.Log, LogPath is null ? null : FilePaths.Complete(this, LogPath));
    }

    private void TakeCredentials()
    {
        Take(SettingNames.SourceUser, SourceCredential?.UserName);
        Take(SettingNames.SourcePassword, PasswordOf(SourceCredential));
        Take(SettingNames.WarehouseUser, WarehouseCredential?.UserName);
        Take(SettingNames.WarehousePassword, PasswordOf(WarehouseCredential));
        Take(SettingNames.AccessKey, BucketCredential?.UserName);
        Take(SettingNames.SecretKey, PasswordOf(BucketCredential));
        Take(SettingNames.MaskKey, MaskKey is null ? null : new NetworkCredential("", MaskKey).Password);
    }

    private void TakeOptions()
    {
        Take(SettingNames.IamRole, IamRole);
        Take(SettingNames.CopyWithKeys, TextOf(CopyWithKeys));
        Take(SettingNames.CopyOptions, CopyOption);
        Take(SettingNames.Schema, Schema);
        Take(SettingNames.Region, Region);
        Take(SettingNames.Endpoint, Endpoint);
        Take(SettingNames.Profile, ProfileName);
        Take(SettingNames.BucketRole, BucketRole);
        Take(SettingNames.Encryption, Encryption?.ToString());
        Take(SettingNames.KmsKey, KmsKey);
        Take(SettingNames.StorageClass, StorageClass);
        Take(SettingNames.Tags, Tag is null ? null : TagList.Write(Tag.Keys.Cast<object>().Select(name => ($"{name}", $"{Tag[name]}"))));
        Take(SettingNames.ZeroDates, ZeroDate?.ToString());
        Take(SettingNames.TinyIntAsBoolean, TextOf(TinyIntAsBoolean));
        Take(SettingNames.Readers, ReaderCount?.ToString(CultureInfo.InvariantCulture));
    }

    private void Take(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _settings[name] = value;
    }

    private static string? TextOf(SwitchParameter given) => given.IsPresent ? given.ToBool().ToString() : null;

    private static string? PasswordOf(PSCredential? credential) => credential?.GetNetworkCredential().Password;
}
