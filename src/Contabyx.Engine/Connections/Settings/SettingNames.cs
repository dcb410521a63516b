namespace Contabyx.Engine.Connections.Settings;

/// <summary>
/// The names of a connection's settings, in an environment file and as environment variables. Each parameter of
/// <c>Connect-Contabyx</c> corresponds to one of them.
/// </summary>
public static class SettingNames
{
    /// <summary>The password of the source and of the warehouse, if they have none of their own.</summary>
    public const string Password = "PASSWORD";

    /// <summary>The bucket's name, with <see cref="Key"/>.</summary>
    public const string BucketName = "BUCKET";

    /// <summary>What every key in the bucket begins with.</summary>
    public const string Key = "KEY";

    /// <summary>The prefix of the names that belong to Contabyx alone.</summary>
    public const string Prefix = "CONTABYX_";

    /// <summary>The source's address.</summary>
    public const string Source = Prefix + "SOURCE";

    /// <summary>The user of the source, instead of the one in the address.</summary>
    public const string SourceUser = Prefix + "SOURCE_USER";

    /// <summary>The password of the source's user.</summary>
    public const string SourcePassword = Prefix + "SOURCE_PASSWORD";

    /// <summary>See <see cref="SourceSettings.Login"/>.</summary>
    public const string SourceLogin = Prefix + "SOURCE_LOGIN";

    /// <summary>See <see cref="SourceSettings.ZeroDates"/>.</summary>
    public const string ZeroDates = Prefix + "ZERO_DATES";

    /// <summary>See <see cref="SourceSettings.TinyIntAsBoolean"/>.</summary>
    public const string TinyIntAsBoolean = Prefix + "TINYINT_AS_BOOLEAN";

    /// <summary>See <see cref="SourceSettings.Readers"/>.</summary>
    public const string Readers = Prefix + "READERS";

    /// <summary>The bucket's address, in place of <see cref="BucketName"/> and <see cref="Key"/>.</summary>
    public const string Bucket = Prefix + "BUCKET";

    /// <summary>See <see cref="BucketSettings.Region"/>.</summary>
    public const string Region = Prefix + "REGION";

    /// <summary>See <see cref="BucketSettings.Endpoint"/>.</summary>
    public const string Endpoint = Prefix + "ENDPOINT";

    /// <summary>See <see cref="BucketSettings.Profile"/>.</summary>
    public const string Profile = Prefix + "PROFILE";

    /// <summary>See <see cref="BucketSettings.Role"/>.</summary>
    public const string BucketRole = Prefix + "BUCKET_ROLE";

    /// <summary>See <see cref="BucketSettings.AccessKey"/>.</summary>
    public const string AccessKey = Prefix + "ACCESS_KEY";

    /// <summary>See <see cref="BucketSettings.SecretKey"/>.</summary>
    public const string SecretKey = Prefix + "SECRET_KEY";

    /// <summary>See <see cref="BucketSettings.SessionToken"/>.</summary>
    public const string SessionToken = Prefix + "SESSION_TOKEN";

    /// <summary>See <see cref="BucketSettings.Encryption"/>.</summary>
    public const string Encryption = Prefix + "ENCRYPTION";

    /// <summary>See <see cref="BucketSettings.KmsKey"/>.</summary>
    public const string KmsKey = Prefix + "KMS_KEY";

    /// <summary>See <see cref="BucketSettings.StorageClass"/>.</summary>
    public const string StorageClass = Prefix + "STORAGE_CLASS";

    /// <summary>
    /// See <see cref="BucketSettings.Tags"/>: <c>NAME=VALUE</c>, with commas between them; see <see cref="TagList"/>.
    /// </summary>
    public const string Tags = Prefix + "TAGS";

    /// <summary>The warehouse's address.</summary>
    public const string Warehouse = Prefix + "WAREHOUSE";

    /// <summary>The ODBC data source that names the warehouse's host, port, database and user.</summary>
    public const string WarehouseDsn = Prefix + "WAREHOUSE_DSN";

    /// <summary>The user of the warehouse, instead of the one in the address.</summary>
    public const string WarehouseUser = Prefix + "WAREHOUSE_USER";

    /// <summary>The password of the warehouse's user.</summary>
    public const string WarehousePassword = Prefix + "WAREHOUSE_PASSWORD";

    /// <summary>See <see cref="WarehouseSettings.Login"/>.</summary>
    public const string WarehouseLogin = Prefix + "WAREHOUSE_LOGIN";

    /// <summary>See <see cref="WarehouseSettings.Name"/>.</summary>
    public const string WarehouseName = Prefix + "WAREHOUSE_NAME";

    /// <summary>See <see cref="WarehouseSettings.IamRole"/>.</summary>
    public const string IamRole = Prefix + "IAM_ROLE";

    /// <summary>See <see cref="WarehouseSettings.CopyWithKeys"/>.</summary>
    public const string CopyWithKeys = Prefix + "COPY_WITH_KEYS";

    /// <summary>See <see cref="WarehouseSettings.CopyOptions"/>.</summary>
    public const string CopyOptions = Prefix + "COPY_OPTIONS";

    /// <summary>See <see cref="WarehouseSettings.Schema"/>.</summary>
    public const string Schema = Prefix + "SCHEMA";

    /// <summary>See <see cref="ContabyxConnection.MaskKey"/>.</summary>
    public const string MaskKey = Prefix + "MASK_KEY";

    /// <summary>The folder for the log, for files in transit, and for the embedded twin.</summary>
    public const string Home = Prefix + "HOME";

    /// <summary>See <see cref="ContabyxConnection.LogPath"/>.</summary>
    public const string Log = Prefix + "LOG";

    /// <summary>See <see cref="ContabyxConnection.LogFormat"/>.</summary>
    public const string LogFormat = Prefix + "LOG_FORMAT";

    /// <summary>See <see cref="ContabyxConnection.EventLog"/>.</summary>
    public const string EventLog = Prefix + "EVENT_LOG";

    /// <summary>See <see cref="ContabyxConnection.EmbeddedMegabytes"/>.</summary>
    public const string EmbeddedMegabytes = Prefix + "DUCKDB_MB";

    /// <summary>All of them, in the order of the example file.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Password, BucketName, Key,
        Source, SourceUser, SourcePassword, SourceLogin, ZeroDates, TinyIntAsBoolean, Readers,
        Bucket, Region, Endpoint, Profile, BucketRole, AccessKey, SecretKey, SessionToken,
        Encryption, KmsKey, StorageClass, Tags,
        Warehouse, WarehouseDsn, WarehouseUser, WarehousePassword,
        WarehouseLogin, WarehouseName, IamRole, CopyWithKeys, CopyOptions, Schema,
        MaskKey, Home, Log, LogFormat, EventLog, EmbeddedMegabytes,
    ];
}
