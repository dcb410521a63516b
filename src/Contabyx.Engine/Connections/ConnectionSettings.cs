using System.Globalization;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.DuckDb;

namespace Contabyx.Engine.Connections;

/// <summary>
/// Creates a connection from settings by name, whether parameters, an environment file or environment variables. What
/// they leave out comes from the embedded twin.
/// </summary>
public static class ConnectionSettings
{
    private const int LeastMaskKey = 16;
    private const string OwnEndpoint = "AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or endpoint_url of the profile";

    /// <summary>The settings that are environment variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> Environment => SettingNames.All
        .Select(name => (Name: name, Value: System.Environment.GetEnvironmentVariable(name)))
        .Where(setting => !string.IsNullOrEmpty(setting.Value))
        .ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal);

    /// <summary>The connection to use if none was made: what the environment variables say.</summary>
    /// <exception cref="ContabyxException">A variable cannot be used.</exception>
    public static ContabyxConnection Default() => Connect(Environment, Directory.GetCurrentDirectory());

    /// <summary>Creates a connection. Nothing is opened.</summary>
    /// <param name="settings">The settings by name; see <see cref="SettingNames"/>.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <exception cref="AddressException">An address cannot be used, or the warehouse cannot read the bucket.</exception>
    /// <exception cref="SettingException">Another setting cannot be used.</exception>
    public static ContabyxConnection Connect(IReadOnlyDictionary<string, string> settings, string folder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var home = settings.GetValueOrDefault(SettingNames.Home) is { } path ? Path.GetFullPath(path, folder) : EmbeddedTwin.Home;
        var parts = ConnectionParts.Of(settings);
        var twin = EmbeddedTwin.Connection(home);
        var connection = twin with
        {
            LogPath = settings.GetValueOrDefault(SettingNames.Log) is { } log ? Path.GetFullPath(log, folder) : twin.LogPath,
            LogFormat = Choice<LogFormat>(settings, SettingNames.LogFormat) ?? LogFormat.Text,
            EventLog = EventLogOf(settings),
            MaskKey = MaskKeyOf(settings),
            EmbeddedMegabytes = Number(settings, SettingNames.EmbeddedMegabytes, DuckDbSettings.LeastMegabytes, 1 << 20),
            Source = parts.Source is { } source ? Addresses.CompleteSource(source, folder) : twin.Source,
            Bucket = parts.Bucket is { } bucket ? Addresses.CompleteBucket(bucket, folder) : twin.Bucket,
            Warehouse = parts.Warehouse is { } warehouse ? Addresses.CompleteWarehouse(warehouse, folder) : twin.Warehouse,
            SourceSettings = new SourceSettings
            {
                Password = SecretOf(settings, SettingNames.SourcePassword) ?? SecretOf(settings, SettingNames.Password),
                Login = Choice<LoginKind>(settings, SettingNames.SourceLogin) ?? LoginKind.Password,
                ZeroDates = Choice<ZeroDatePolicy>(settings, SettingNames.ZeroDates) ?? ZeroDatePolicy.Error,
                TinyIntAsBoolean = Flag(settings, SettingNames.TinyIntAsBoolean),
                Readers = Number(settings, SettingNames.Readers, 1, 32),
            },
            BucketSettings = BucketSettingsOf(settings, Addresses.IsRemote(parts.Bucket)),
            WarehouseSettings = new WarehouseSettings
            {
                Password = SecretOf(settings, SettingNames.WarehousePassword) ?? SecretOf(settings, SettingNames.Password),
                Login = Choice<LoginKind>(settings, SettingNames.WarehouseLogin) ?? LoginKind.Password,
                Name = settings.GetValueOrDefault(SettingNames.WarehouseName),
                IamRole = settings.GetValueOrDefault(SettingNames.IamRole, WarehouseSettings.DefaultRole),
                CopyWithKeys = Flag(settings, SettingNames.CopyWithKeys),
                CopyOptions = settings.GetValueOrDefault(SettingNames.CopyOptions),
                Schema = settings.GetValueOrDefault(SettingNames.Schema, "public"),
            },
        };
        parts.RefuseUnused(settings);
        return Addresses.CanReadBucket(connection.Warehouse, connection.Bucket) ? connection : throw new AddressException(
            connection.Bucket, $"the warehouse {connection.Warehouse} cannot read files there.",
            "Amazon Redshift reads from s3://BUCKET/KEY, the embedded warehouse from file:PATH.");
    }

    private static bool EventLogOf(IReadOnlyDictionary<string, string> settings) =>
        Flag(settings, SettingNames.EventLog) && (OperatingSystem.IsWindows() ? true : throw new SettingException(
            SettingNames.EventLog, "this system has no event log of Windows.",
            "Leave it out. -LogFormat Ndjson (CONTABYX_LOG_FORMAT) writes a log for collectors, and "
                + "'tail -F LOG | systemd-cat -t contabyx' passes it on to the journal."));

    private static BucketSettings BucketSettingsOf(IReadOnlyDictionary<string, string> settings, bool isRemote)
    {
        var accessKey = settings.GetValueOrDefault(SettingNames.AccessKey);
        var secretKey = SecretOf(settings, SettingNames.SecretKey);
        if (accessKey is null != secretKey is null)
        {
            throw new SettingException(
                accessKey is null ? SettingNames.AccessKey : SettingNames.SecretKey, "it is not set.",
                $"Set both {SettingNames.AccessKey} and {SettingNames.SecretKey}, or neither.");
        }

        var profile = settings.GetValueOrDefault(SettingNames.Profile);
        return new BucketSettings
        {
            Region = settings.GetValueOrDefault(SettingNames.Region),
            Endpoint = EndpointOf(SettingNames.Endpoint, settings.GetValueOrDefault(SettingNames.Endpoint))
                ?? (isRemote ? EndpointOf(OwnEndpoint, S3Clients.EndpointOf(profile)) : null),
            Profile = profile,
            Role = settings.GetValueOrDefault(SettingNames.BucketRole),
            AccessKey = accessKey,
            SecretKey = secretKey,
            SessionToken = SecretOf(settings, SettingNames.SessionToken),
            Encryption = Choice<BucketEncryption>(settings, SettingNames.Encryption),
            KmsKey = settings.GetValueOrDefault(SettingNames.KmsKey),
            StorageClass = settings.GetValueOrDefault(SettingNames.StorageClass),
            Tags = TagList.Read(settings.GetValueOrDefault(SettingNames.Tags, "")),
        };
    }

    private static string? EndpointOf(string name, string? text) =>
        text is null || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0)
            ? text
            : throw new SettingException(name, "it is not a URL.", "Use http://HOST:PORT or https://HOST.");

    // A short key could be guessed, and the redactor would not remove it if it is an ordinary word.
    private static Secret? MaskKeyOf(IReadOnlyDictionary<string, string> settings) =>
        !settings.TryGetValue(SettingNames.MaskKey, out var key) || key.Length >= LeastMaskKey
            ? SecretOf(settings, SettingNames.MaskKey)
            : throw new SettingException(
                SettingNames.MaskKey, string.Create(CultureInfo.InvariantCulture, $"it has fewer than {LeastMaskKey} characters."),
                "Set it to a long random text, and keep that text: another key gives other hashes.");

    private static Secret? SecretOf(IReadOnlyDictionary<string, string> settings, string name)
    {
        if (!settings.TryGetValue(name, out var text))
            return null;
        Redactor.Remember(text);
        return new Secret(text);
    }

    private static T? Choice<T>(IReadOnlyDictionary<string, string> settings, string name)
        where T : struct, Enum
    {
        if (!settings.TryGetValue(name, out var text))
            return null;
        return Enum.GetNames<T>().FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw new SettingException(
                name, $"'{text}' is not one of its values.", $"Use one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static bool Flag(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.GetValueOrDefault(name, "false").ToUpperInvariant() switch
        {
            "TRUE" or "1" or "YES" => true,
            "FALSE" or "0" or "NO" => false,
            _ => throw new SettingException(name, "it is neither true nor false.", "Use true or false."),
        };

    private static int? Number(IReadOnlyDictionary<string, string> settings, string name, int least, int most)
    {
        if (!settings.TryGetValue(name, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw new SettingException(name, "it is not a number in its range.", $"Use a number from {least} to {most}.");
    }
}
