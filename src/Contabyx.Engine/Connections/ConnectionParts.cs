using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections;

/// <summary>
/// The three addresses that settings name. As soon as the bucket or the warehouse is a remote one, what is left out is too: MySQL
/// on this machine, the ODBC data source <c>Redshift</c>. The embedded twin takes the place of a part only where nothing
/// asks for another.
/// </summary>
/// <param name="Source">The source's address; NULL for the twin's.</param>
/// <param name="Bucket">The bucket's address; NULL for the twin's.</param>
/// <param name="Warehouse">The warehouse's address; NULL for the twin's.</param>
internal sealed record ConnectionParts(string? Source, string? Bucket, string? Warehouse)
{
    /// <summary>The source where only bucket or warehouse are named: a new server's own user, on this machine.</summary>
    public const string LocalSource = "mysql://root@127.0.0.1:3306/contabyx";

    /// <summary>The ODBC data source that is the warehouse where only source or bucket are named.</summary>
    public const string UsualDsn = "Redshift";

    private const string TwinAdvice = "For the embedded twin, whatever else is set: Connect-Contabyx -Twin.";

    private static readonly string[] OfSource = [SettingNames.SourceUser, SettingNames.SourcePassword];

    private static readonly string[] OfBucket =
    [
        SettingNames.Region, SettingNames.Endpoint, SettingNames.Profile, SettingNames.BucketRole, SettingNames.AccessKey,
        SettingNames.SecretKey, SettingNames.SessionToken, SettingNames.Encryption, SettingNames.KmsKey,
        SettingNames.StorageClass, SettingNames.Tags,
    ];

    private static readonly string[] OfWarehouse =
    [
        SettingNames.WarehouseUser, SettingNames.WarehousePassword, SettingNames.IamRole, SettingNames.CopyWithKeys,
        SettingNames.CopyOptions, SettingNames.Schema,
    ];

    /// <summary>The addresses that settings name.</summary>
    /// <param name="settings">The settings by name.</param>
    /// <exception cref="SettingException">They name a part by halves.</exception>
    public static ConnectionParts Of(IReadOnlyDictionary<string, string> settings)
    {
        var source = settings.GetValueOrDefault(SettingNames.Source);
        var bucket = BucketOf(settings);
        var warehouse = settings.GetValueOrDefault(SettingNames.Warehouse)
            ?? (settings.TryGetValue(SettingNames.WarehouseDsn, out var dsn) ? OdbcDsn.Read(dsn) : null);
        if (Addresses.IsRemote(bucket) || Addresses.IsRemote(warehouse))
        {
            source ??= LocalSource;
            warehouse ??= OdbcDsn.Read(UsualDsn);
            if (bucket is null)
            {
                throw new SettingException(
                    SettingNames.Bucket, "it is missing, and Amazon Redshift loads from a bucket only.",
                    $"Give s3://BUCKET/KEY (-Bucket or {SettingNames.Bucket}), or {SettingNames.BucketName} and {SettingNames.Key}.");
            }
        }

        return new ConnectionParts(
            WithUser(source, settings, SettingNames.SourceUser), bucket, WithUser(warehouse, settings, SettingNames.WarehouseUser));
    }

    /// <summary>
    /// Refuses settings of a server where the embedded twin would take its place: an address is missing, or its name is
    /// misspelt.
    /// </summary>
    /// <param name="settings">The settings by name.</param>
    /// <exception cref="SettingException">There is one.</exception>
    public void RefuseStray(IReadOnlyDictionary<string, string> settings)
    {
        (string? Address, string Name, string[] Settings)[] parts =
        [
            (Source, SettingNames.Source, OfSource), (Bucket, SettingNames.Bucket, OfBucket),
            (Warehouse, SettingNames.Warehouse, OfWarehouse),
        ];
        foreach (var part in parts.Where(part => part.Address is null))
        {
            if (part.Settings.FirstOrDefault(settings.ContainsKey) is { } stray)
                throw Stray(stray, part.Name);
        }

        if (this is { Source: null, Bucket: null, Warehouse: null } && settings.ContainsKey(SettingNames.Password))
            throw Stray(SettingNames.Password, $"an address, or {SettingNames.BucketName} and {SettingNames.Key},");
    }

    private static SettingException Stray(string name, string missing) => new(
        name, $"it is for a server, and {missing} is missing.",
        $"Give what is missing, or leave {name} out. {TwinAdvice}");

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
                missing, $"it is missing, while {given} is set.",
                $"Give both, or leave both out. {TwinAdvice}");
        }

        return bucket is null ? null : $"{S3Address.Start}{bucket}/{key!.Trim('/')}";
    }

    // A credential's user stands for the address's.
    private static string? WithUser(string? address, IReadOnlyDictionary<string, string> settings, string userName)
    {
        if (address is null || !settings.TryGetValue(userName, out var user))
            return address;
        var host = address.IndexOf("//", StringComparison.Ordinal) + 2;
        if (host < 2)
            throw new SettingException(userName, $"{AddressText.Hide(address)} is no server.", "Leave the user out.");
        var path = address.IndexOf('/', host) is var slash and >= 0 ? slash : address.Length;
        var at = address.LastIndexOf('@', path - 1, path - host);
        return $"{address[..host]}{Uri.EscapeDataString(user)}@{address[(at < 0 ? host : at + 1)..]}";
    }
}
