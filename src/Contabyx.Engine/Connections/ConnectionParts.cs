using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections;

/// <summary>
/// The three addresses that settings name. If the bucket or the warehouse is remote, so is what is left out: MySQL
/// on this machine, the ODBC data source <c>Redshift</c>. The embedded twin takes the place of a part only if nothing
/// asks for another.
/// </summary>
/// <param name="Source">The source's address; NULL for the twin's.</param>
/// <param name="Bucket">The bucket's address; NULL for the twin's.</param>
/// <param name="Warehouse">The warehouse's address; NULL for the twin's.</param>
internal sealed record ConnectionParts(string? Source, string? Bucket, string? Warehouse)
{
    /// <summary>The source if only the bucket or the warehouse is named: the user of a new server, on this machine.</summary>
    public const string LocalSource = "mysql://root@127.0.0.1:3306/contabyx";

    /// <summary>The ODBC data source that is the warehouse if only the source or the bucket is named.</summary>
    public const string DefaultDsn = "Redshift";

    private const string TwinAdvice = "To use the embedded twin, whatever else is set: Connect-Contabyx -Twin.";

    private static readonly string[] OfSource = [SettingNames.SourceUser, SettingNames.SourcePassword, SettingNames.SourceLogin];

    private static readonly string[] OfBucket =
    [
        SettingNames.Region, SettingNames.Endpoint, SettingNames.Profile, SettingNames.BucketRole, SettingNames.AccessKey,
        SettingNames.SecretKey, SettingNames.SessionToken, SettingNames.Encryption, SettingNames.KmsKey,
        SettingNames.StorageClass, SettingNames.Tags,
    ];

    private static readonly string[] OfWarehouse =
    [
        SettingNames.WarehouseUser, SettingNames.WarehousePassword, SettingNames.WarehouseLogin, SettingNames.WarehouseName,
        SettingNames.IamRole, SettingNames.CopyWithKeys, SettingNames.CopyOptions, SettingNames.Schema,
    ];

    /// <summary>The addresses that settings name.</summary>
    /// <param name="settings">The settings by name.</param>
    /// <exception cref="SettingException">They name a part incompletely.</exception>
    public static ConnectionParts Of(IReadOnlyDictionary<string, string> settings)
    {
        var source = settings.GetValueOrDefault(SettingNames.Source);
        var bucket = BucketOf(settings);
        var warehouse = settings.GetValueOrDefault(SettingNames.Warehouse)
            ?? (settings.TryGetValue(SettingNames.WarehouseDsn, out var dsn) ? OdbcDsn.Read(dsn) : null);
        if (Addresses.IsRemote(bucket) || Addresses.IsRemote(warehouse))
        {
            source ??= LocalSource;
            warehouse ??= OdbcDsn.Read(DefaultDsn);
            if (bucket is null)
            {
                throw new SettingException(
                    SettingNames.Bucket, "it is not set, and Amazon Redshift can load only from a bucket.",
                    $"Set it to s3://BUCKET/KEY (-Bucket or {SettingNames.Bucket}), "
                        + $"or set {SettingNames.BucketName} and {SettingNames.Key}.");
            }
        }

        return new ConnectionParts(
            WithUser(source, settings, SettingNames.SourceUser), bucket, WithUser(warehouse, settings, SettingNames.WarehouseUser));
    }

    /// <summary>
    /// Refuses settings of a server if the embedded twin would take its place: an address is missing, or its name is
    /// misspelt.
    /// </summary>
    /// <param name="settings">The settings by name.</param>
    /// <exception cref="SettingException">There is one.</exception>
    public void RefuseUnused(IReadOnlyDictionary<string, string> settings)
    {
        (string? Address, string Name, string[] Settings)[] parts =
        [
            (Source, SettingNames.Source, OfSource), (Bucket, SettingNames.Bucket, OfBucket),
            (Warehouse, SettingNames.Warehouse, OfWarehouse),
        ];
        foreach (var part in parts.Where(part => part.Address is null))
        {
            if (part.Settings.FirstOrDefault(settings.ContainsKey) is { } stray)
                throw Unused(stray, part.Name);
        }

        if (this is { Source: null, Bucket: null, Warehouse: null } && settings.ContainsKey(SettingNames.Password))
            throw Unused(SettingNames.Password, $"an address, or {SettingNames.BucketName} and {SettingNames.Key},");
    }

    private static SettingException Unused(string name, string missing) => new(
        name, $"it needs a server, and {missing} is not set.",
        $"Set what is missing, or leave out {name}. {TwinAdvice}");

    private static string? BucketOf(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.TryGetValue(SettingNames.Bucket, out var address))
            return address;
        var bucket = settings.GetValueOrDefault(SettingNames.BucketName);
        var key = settings.GetValueOrDefault(SettingNames.Key);
        if (bucket is null != key is null)
        {
            var (missing, given) = bucket is null
                ? (SettingNames.BucketName, SettingNames.Key) : (SettingNames.Key, SettingNames.BucketName);
            throw new SettingException(
                missing, $"it is not set, but {given} is.",
                $"Set both or neither. {TwinAdvice}");
        }

        return bucket is null ? null : $"{S3Address.Start}{bucket}/{key!.Trim('/')}";
    }

    // The user of a credential replaces the one in the address.
    private static string? WithUser(string? address, IReadOnlyDictionary<string, string> settings, string userName)
    {
        if (address is null || !settings.TryGetValue(userName, out var user))
            return address;
        var host = address.IndexOf("//", StringComparison.Ordinal) + 2;
        if (host < 2)
            throw new SettingException(
                userName, $"{AddressText.Hide(address)} is not a server, so it takes no user name.", "Leave out the user name.");
        var path = address.IndexOf('/', host) is var slash and >= 0 ? slash : address.Length;
        var at = address.LastIndexOf('@', path - 1, path - host);
        return $"{address[..host]}{Uri.EscapeDataString(user)}@{address[(at < 0 ? host : at + 1)..]}";
    }
}
