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
    [Parameter(Position = 0, HelpMessage = "The address of the source: mysql://USER@HOST:3306/DATABASE, or duckdb:PATH. "
        + "By default, that of the embedded twin.")]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>The bucket.</summary>
    [BeginsConnecting]
    [Parameter(Position = 1, HelpMessage = "The address of the bucket: s3://BUCKET/KEY, or file:PATH of a folder. "
        + "By default, that of the embedded twin.")]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>The warehouse.</summary>
    [BeginsConnecting]
    [Parameter(Position = 2, HelpMessage = "The address of the warehouse: redshift://USER@HOST:5439/DATABASE, or duckdb:PATH. "
        + "By default, that of the embedded twin.")]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>The warehouse's ODBC data source.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The ODBC data source (DSN) that names the warehouse's host, port, database and user.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataSourceCompleter))]
    public string? WarehouseDsn { get; set; }

    /// <summary>The environment file.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "A file of NAME=VALUE settings, such as config/.env. Parameters override the file, and the file overrides "
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

    [BeginsConnecting]
    [Parameter(HelpMessage = "How to log in to the source: Password (the default), or Iam for a token of Amazon RDS or Aurora.")]
    public LoginKind? SourceLogin { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "How to log in to the warehouse: Password (the default), or Iam for a temporary password of Amazon Redshift.")]
    public LoginKind? WarehouseLogin { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "With -WarehouseLogin Iam: cluster/NAME or workgroup/NAME, if the host's name does not say it.")]
    [ValidateNotNullOrEmpty]
    public string? WarehouseName { get; set; }

    /// <summary>The bucket's access key.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "An access key for the bucket: its id as the user name, its secret as the password. By default, the AWS "
        + "credential chain: environment, profile, SSO, role of the machine.")]
    [ValidateNotNull]
    [Credential]
    public PSCredential? BucketCredential { get; set; }

    /// <summary>COPY's role.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The IAM role with which COPY reads the bucket: default (used if you give none), an ARN, or a chain of "
        + "ARNs separated by commas.")]
    [ValidateNotNullOrEmpty]
    public string? IamRole { get; set; }

    /// <summary>Keys instead of a role.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "Give COPY the keys of the bucket instead of a role, as a last resort.")]
    public SwitchParameter CopyWithKeys { get; set; }

    /// <summary>More options of COPY.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "Additional options of COPY, such as 'ROUNDEC'.")]
    [ValidateNotNullOrEmpty]
    public string? CopyOption { get; set; }

    /// <summary>The schema in the warehouse.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The schema of the tables in the warehouse; public by default.")]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The AWS Region of the bucket; by default, the one in the AWS configuration.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>An S3-compatible store.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The URL of an S3-compatible store; by default, Amazon S3.")]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>An AWS profile.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "A profile of the AWS configuration, which may be an SSO profile.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The ARN of an IAM role to assume for the bucket.")]
    [ValidateNotNullOrEmpty]
    public string? BucketRole { get; set; }

    /// <summary>Encryption at rest.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "How objects are encrypted: S3 (SSE-S3) or Kms (SSE-KMS); by default, as the bucket is configured.")]
    public BucketEncryption? Encryption { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The id or ARN of the KMS key, with -Encryption Kms.")]
    [ValidateNotNullOrEmpty]
    public string? KmsKey { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The storage class of objects, such as STANDARD_IA; STANDARD by default.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageClassCompleter))]
    public string? StorageClass { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "Tags for every object, such as @{ project = 'books' }.")]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "How to export MySQL's zero dates: Error (the default), Null, or Sentinel (0001-01-01).")]
    public ZeroDatePolicy? ZeroDate { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "Export TINYINT(1) as a Boolean; otherwise it is a SMALLINT.")]
    public SwitchParameter TinyIntAsBoolean { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "How many connections read a snapshot in parallel; by default, one per processor, 4 at most.")]
    [ValidateRange(1, 32)]
    public int? ReaderCount { get; set; }

    /// <summary>The key of hashes.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The secret key for columns that are masked with Hash: 16 characters or more, the same in every run.")]
    [ValidateNotNull]
    public SecureString? MaskKey { get; set; }

    /// <summary>The home folder.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "The folder for the log, for files in transit, and for the embedded twin. By default, "
        + "CONTABYX_HOME, or Contabyx in the folder for local application data.")]
    [ValidateNotNullOrEmpty]
    public string? HomePath { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "The path of the log; by default, logs/redshift.log in the home folder.")]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    [BeginsConnecting]
    [Parameter(HelpMessage = "How events are written to the log: Text (the default), or Ndjson for one JSON object per line.")]
    public LogFormat? LogFormat { get; set; }

    /// <summary>The event log of Windows.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "On Windows: write the end of each pipeline to the Application log, too, under the source Contabyx.")]
    public SwitchParameter EventLog { get; set; }

    /// <summary>The embedded twin.</summary>
    [BeginsConnecting]
    [Parameter(HelpMessage = "Use the embedded twin, whatever the environment variables say.")]
    public SwitchParameter Twin { get; set; }

    /// <summary>
    /// Arguments that are not parameters. They are accepted so that they can be refused here: PowerShell would refuse
    /// them before the session's earlier connection is forgotten.
    /// </summary>
    [BeginsConnecting]
    [Parameter(
        ValueFromRemainingArguments = true, DontShow = true, HelpMessage = "Collects whatever is not a parameter, to refuse it by name.")]
    public object[] Other { get; set; } = [];

    /// <summary>Forgets the previous connection.</summary>
    protected override void BeginProcessing() => CurrentConnection.Begin();

    /// <summary>Makes the connection. Until then, this session has none.</summary>
    protected override void EndProcessing()
    {
        var folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        try
        {
            RefuseOthers();
            Take(Twin ? TwinSettings() : ConnectionSettings.Environment);
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
            name ?? "Connect-Contabyx", name is null ? "it takes fewer values." : "it does not exist.",
            "Get-Help Connect-Contabyx shows the parameters.", thing: name is null ? "cmdlet" : "parameter");
    }

    private Dictionary<string, string> TwinSettings()
    {
        if ((Source ?? Bucket ?? Warehouse ?? WarehouseDsn ?? EnvFile) is not null)
            throw new SettingException("-Twin", "other places are given as well.",
                "Leave out -Twin, or everything except -HomePath, -LogPath, -LogFormat and -EventLog.", thing: "parameter");
        return ConnectionSettings.Environment.Where(setting => setting.Key
            is SettingNames.Home or SettingNames.Log or SettingNames.LogFormat or SettingNames.EventLog
                or SettingNames.EmbeddedMegabytes or SettingNames.MaskKey)
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
            WriteWarning($"Other users of this machine can read {path}. Restrict access to it: chmod 600 '{path}'.");
        return settings;
    }

    // A setting of a lower layer that says the same thing in another way must not override a parameter.
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
        Take(SettingNames.LogFormat, LogFormat?.ToString());
        Take(SettingNames.EventLog, TextOf(EventLog));
        Take(SettingNames.SourceLogin, SourceLogin?.ToString());
        Take(SettingNames.WarehouseLogin, WarehouseLogin?.ToString());
        Take(SettingNames.WarehouseName, WarehouseName);
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
