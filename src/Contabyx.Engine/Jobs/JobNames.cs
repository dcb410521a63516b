using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Jobs;

/// <summary>The names that a job file may use, in the order in which messages and <c>New-ContabyxJob</c> list them.</summary>
internal static class JobNames
{
    public const string Name = "Name";
    public const string EnvFile = "EnvFile";
    public const string Source = "Source";
    public const string Bucket = "Bucket";
    public const string Warehouse = "Warehouse";
    public const string Schema = "Schema";
    public const string SourceSecret = "SourceSecret";
    public const string WarehouseSecret = "WarehouseSecret";
    public const string MaskSecret = "MaskSecret";
    public const string Vault = "Vault";
    public const string Defaults = "Defaults";
    public const string Databases = "Databases";
    public const string Tables = "Tables";
    public const string ExcludeTables = "ExcludeTables";
    public const string Schedule = "Schedule";
    public const string Notify = "Notify";
    public const string Webhook = "Webhook";
    public const string Kind = "Kind";
    public const string Mail = "Mail";
    public const string From = "From";
    public const string To = "To";
    public const string Password = "Password";
    public const string Tls = "Tls";
    public const string Sns = "Sns";
    public const string On = "On";
    public const string Format = "Format";
    public const string Compression = "Compression";
    public const string Connections = "Connections";
    public const string MaxErrors = "MaxErrors";
    public const string RetentionDays = "RetentionDays";
    public const string At = "At";
    public const string Every = "Every";
    public const string Days = "Days";
    public const string Table = "Table";
    public const string Query = "Query";
    public const string As = "As";
    public const string Key = "Key";
    public const string Columns = "Columns";
    public const string ExcludeColumns = "ExcludeColumns";
    public const string Rename = "Rename";
    public const string Mask = "Mask";
    public const string AsSuper = "AsSuper";
    public const string Where = "Where";
    public const string Read = "Read";
    public const string Watermark = "Watermark";
    public const string Lookback = "Lookback";
    public const string Deletes = "Deletes";
    public const string DeletedAtColumn = "DeletedAtColumn";
    public const string DifferencesEvery = "DifferencesEvery";
    public const string SortKey = "SortKey";
    public const string DistKey = "DistKey";
    public const string GrantSelectTo = "GrantSelectTo";

    /// <summary>Settings that a file can have instead of an environment file, under the same names as there.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Source] = SettingNames.Source,
            [Bucket] = SettingNames.Bucket,
            [Warehouse] = SettingNames.Warehouse,
            [Schema] = SettingNames.Schema,
            ["IamRole"] = SettingNames.IamRole,
            ["Region"] = SettingNames.Region,
            ["Endpoint"] = SettingNames.Endpoint,
            ["Profile"] = SettingNames.Profile,
        };

    /// <summary>The settings that may differ from database to database.</summary>
    public static IReadOnlyList<string> OfDatabase { get; } = [Source, Bucket, Warehouse, Schema];

    /// <summary>The settings of the file itself.</summary>
    public static IReadOnlyList<string> File { get; } =
    [
        Name, EnvFile, .. Settings.Keys, SourceSecret, WarehouseSecret, MaskSecret, Vault,
        Defaults, Databases, Tables, ExcludeTables, Schedule, RetentionDays, Notify,
    ];

    /// <summary>The settings of an entry of Databases.</summary>
    public static IReadOnlyList<string> Database { get; } = [Name, .. OfDatabase, SourceSecret, Defaults, Tables, ExcludeTables];

    /// <summary>The settings of Defaults for tables.</summary>
    public static IReadOnlyList<string> TableDefaults { get; } =
        [Read, Watermark, Lookback, Deletes, DeletedAtColumn, DifferencesEvery, ExcludeColumns, Mask, GrantSelectTo];

    /// <summary>The settings of Defaults.</summary>
    public static IReadOnlyList<string> FileDefaults { get; } = [.. TableDefaults, Format, Compression, Connections, MaxErrors];

    /// <summary>The settings of an entry of Tables.</summary>
    public static IReadOnlyList<string> TableEntry { get; } =
    [
        Table, Query, As, Key, Columns, ExcludeColumns, Rename, Mask, AsSuper, Where, Read, Watermark, Lookback, Deletes, DeletedAtColumn,
        DifferencesEvery, SortKey, DistKey, GrantSelectTo,
    ];

    /// <summary>The settings of an entry of Notify.</summary>
    public static IReadOnlyList<string> NotifyEntry { get; } = [Webhook, Kind, Mail, From, To, Password, Tls, Sns, On, Vault];

    /// <summary>The settings of Schedule.</summary>
    public static IReadOnlyList<string> ScheduleEntry { get; } = [At, Every, Days];
}
