using System.Net;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Jobs;

/// <summary>Makes the connections of a job. Nothing is opened.</summary>
public static class JobConnections
{
    /// <summary>The names of the secrets that a job needs.</summary>
    public static IEnumerable<string> SecretsOf(JobDefinition job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new[] { job.Connection.SourceSecret, job.Connection.WarehouseSecret, job.Connection.MaskSecret }
            .Concat(job.Databases.Select(database => database.SourceSecret))
            .OfType<string>().Distinct(StringComparer.Ordinal);
    }

    /// <summary>What the log and notifications call a database of a job: the job, and the database if it has several.</summary>
    public static string NameOf(JobDefinition job, JobDatabase database)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(database);
        return database.Name is { } name ? $"{job.Name}/{name}" : job.Name;
    }

    /// <summary>The connection of each database.</summary>
    /// <param name="secrets">The secrets that the job names, by their names.</param>
    /// <param name="session">The connection to use if the file names none; only read in this case.</param>
    /// <exception cref="JobFileException">Two databases would be loaded into the same place.</exception>
    /// <exception cref="ContabyxException">A setting or an address cannot be used.</exception>
    public static IReadOnlyList<JobTarget> Connect(
        JobDefinition job, IReadOnlyDictionary<string, NetworkCredential> secrets, Func<ContabyxConnection> session)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(session);
        var folder = Path.GetDirectoryName(job.Path)!;
        JobTarget[] targets =
        [
            .. job.Databases.Select(database => new JobTarget(database, job.Connection.IsNamed
                ? Apart(ConnectionSettings.Connect(SettingsOf(job, database, secrets), folder), database)
                : Apart(WithDatabase(session(), job, database, secrets, folder), database))),
        ];
        var problems = new JobProblems(job.Path);
        foreach (var twice in targets.GroupBy(PlaceOf, StringComparer.OrdinalIgnoreCase).SelectMany(group => group.Skip(1)))
        {
            problems.Add(twice.Database.Place,
                $"Two databases would be loaded into the same place, {twice.Connection.Warehouse}. Give each its own Schema, "
                + "or its own Warehouse on the embedded twin, which has no schemas.");
        }

        problems.ThrowIfAny();
        return targets;
    }

    private static string PlaceOf(JobTarget target) => Addresses.IsRemote(target.Connection.Warehouse)
        ? $"{target.Connection.Warehouse} {target.Connection.WarehouseSettings.Schema}"
        : target.Connection.Warehouse;

    // The more specific setting wins: the environment, then the file of settings, then the job file, then the database.
    private static Dictionary<string, string> SettingsOf(
        JobDefinition job, JobDatabase database, IReadOnlyDictionary<string, NetworkCredential> secrets)
    {
        var settings = new Dictionary<string, string>(ConnectionSettings.Environment, StringComparer.Ordinal);
        if (job.Connection.EnvFile is { } file)
            Take(settings, EnvironmentFile.Read(file));
        Take(settings, job.Connection.Settings);
        Take(settings, database.Settings);
        Take(settings, SettingNames.SourceUser, SettingNames.SourcePassword, database.SourceSecret ?? job.Connection.SourceSecret, secrets);
        Take(settings, SettingNames.WarehouseUser, SettingNames.WarehousePassword, job.Connection.WarehouseSecret, secrets);
        if (job.Connection.MaskSecret is { } mask)
            settings[SettingNames.MaskKey] = secrets[mask].Password;
        return settings;
    }

    // A warehouse that a job names replaces the data source that a lower layer names.
    private static void Take(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> others)
    {
        if (others.ContainsKey(SettingNames.Warehouse))
            settings.Remove(SettingNames.WarehouseDsn);
        foreach (var (name, value) in others)
            settings[name] = value;
    }

    private static void Take(
        Dictionary<string, string> settings,
        string userName,
        string passwordName,
        string? secret,
        IReadOnlyDictionary<string, NetworkCredential> secrets)
    {
        if (secret is null)
            return;
        var credential = secrets[secret];
        if (credential.UserName.Length > 0)
            settings[userName] = credential.UserName;
        settings[passwordName] = credential.Password;
    }

    private static ContabyxConnection WithDatabase(
        ContabyxConnection session,
        JobDefinition job,
        JobDatabase database,
        IReadOnlyDictionary<string, NetworkCredential> secrets,
        string folder)
    {
        var own = database.Settings;
        return session with
        {
            Source = own.TryGetValue(SettingNames.Source, out var source) ? Addresses.CompleteSource(source, folder) : session.Source,
            Bucket = own.TryGetValue(SettingNames.Bucket, out var bucket) ? Addresses.CompleteBucket(bucket, folder) : session.Bucket,
            Warehouse = own.TryGetValue(SettingNames.Warehouse, out var warehouse)
                ? Addresses.CompleteWarehouse(warehouse, folder) : session.Warehouse,
            SourceSettings = SecretOf(database.SourceSecret, secrets) is { } password
                ? session.SourceSettings with { Password = password } : session.SourceSettings,
            MaskKey = SecretOf(job.Connection.MaskSecret, secrets) ?? session.MaskKey,
            WarehouseSettings = own.TryGetValue(SettingNames.Schema, out var schema)
                ? session.WarehouseSettings with { Schema = schema } : session.WarehouseSettings,
        };
    }

    private static Secret? SecretOf(string? name, IReadOnlyDictionary<string, NetworkCredential> secrets)
    {
        if (name is null)
            return null;
        Redactor.Remember(secrets[name].Password);
        return new Secret(secrets[name].Password);
    }

    // The next load, whichever it is, loads what waits in a bucket; so databases of one job do not share a prefix there.
    private static ContabyxConnection Apart(ContabyxConnection connection, JobDatabase database) =>
        database.Name is null || database.Settings.ContainsKey(SettingNames.Bucket)
            ? connection
            : connection with { Bucket = $"{connection.Bucket.TrimEnd('/')}/{database.Name}" };
}
