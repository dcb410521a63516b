using System.Globalization;

namespace Contabyx.Engine.Jobs;

/// <summary>Creates a job from a job file, or reports everything that is wrong with it.</summary>
public static class JobReader
{
    /// <summary>Reads a job.</summary>
    /// <param name="path">The file's full path; what it names is relative to its folder.</param>
    /// <param name="root">Its content.</param>
    /// <param name="found">Problems that are already known; they are reported with the others.</param>
    /// <exception cref="JobFileException">Something is wrong.</exception>
    public static JobDefinition Read(string path, JobValue root, IReadOnlyList<JobProblem> found)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(found);
        var problems = new JobProblems(path);
        foreach (var problem in found)
            problems.Add(problem.Place, problem.Message);
        var file = new JobSection("A job file", root, JobNames.File, problems);
        var nothing = new JobValue(root.Place) { Entries = [] };
        var defaults = new JobSection("Defaults", file.Find(JobNames.Defaults) ?? nothing, JobNames.FileDefaults, problems);
        var job = new JobDefinition
        {
            Path = path,
            Name = NameOf(path, file, problems),
            Connection = ConnectionOf(path, file, problems),
            Databases = DatabasesOf(file, new JobDefaults().With(defaults), problems),
            Format = defaults.Choice<FileFormat>(JobNames.Format) ?? FileFormat.Csv,
            Compression = defaults.Choice<FileCompression>(JobNames.Compression) ?? FileCompression.Zstd,
            Connections = defaults.Number(JobNames.Connections, 1, 32) ?? 4,
            MaxErrors = defaults.Number(JobNames.MaxErrors, 0, 99_999) ?? 0,
            RetentionDays = file.Number(JobNames.RetentionDays, 1, 36_500),
            Schedule = ScheduleOf(file, problems),
            Notify = NotifyReader.Read(file.Sections(JobNames.Notify), file.Text(JobNames.Vault), problems),
        };
        problems.ThrowIfAny();
        return job;
    }

    private static string NameOf(string path, JobSection file, JobProblems problems)
    {
        var usual = System.IO.Path.GetFileName(path).Split('.')[0];
        var name = file.Text(JobNames.Name) ?? new string([.. usual.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        if (name.Length > 40 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            problems.Add(file.PlaceOf(JobNames.Name), $"Name is '{name}'; it must be up to 40 letters, digits, hyphens and underscores.");
        return name;
    }

    private static JobConnection ConnectionOf(string path, JobSection file, JobProblems problems)
    {
        var envFile = file.Text(JobNames.EnvFile) is { } given
            ? System.IO.Path.GetFullPath(given, System.IO.Path.GetDirectoryName(path)!) : null;
        if (envFile is not null && !File.Exists(envFile))
            problems.Add(file.PlaceOf(JobNames.EnvFile),
                $"EnvFile names a file that does not exist: {envFile}. A relative path starts from the folder of the job file.");
        return new JobConnection
        {
            EnvFile = envFile,
            Settings = SettingsOf(file, JobNames.Settings.Keys),
            SourceSecret = file.Text(JobNames.SourceSecret),
            WarehouseSecret = file.Text(JobNames.WarehouseSecret),
            MaskSecret = file.Text(JobNames.MaskSecret),
            Vault = file.Text(JobNames.Vault),
        };
    }

    private static Dictionary<string, string> SettingsOf(JobSection section, IEnumerable<string> names)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (section.Text(name) is { } value)
                settings[JobNames.Settings[name]] = value;
        }

        return settings;
    }

    private static IReadOnlyList<JobDatabase> DatabasesOf(JobSection file, JobDefaults defaults, JobProblems problems)
    {
        var sections = file.Sections(JobNames.Databases);
        if (sections.Count == 0 == !file.Has(JobNames.Tables))
        {
            problems.Add(file.Place, sections.Count == 0
                ? "A job file needs Tables = @( ... ), the tables to move. For more than one database, "
                    + "use Databases = @( @{ Source = ...; Schema = ...; Tables = @( ... ) } )."
                : "A job file cannot have both Tables and Databases. Move the tables into their database.");
        }

        if (sections.Count == 0)
            return [DatabaseOf(file, null, defaults, problems)];
        var databases = sections.Select(section => DatabaseOf(section, sections.Count, defaults, problems)).ToArray();
        foreach (var database in Doubles(databases, database => database.Name ?? ""))
            problems.Add(database.Place, $"Two databases are named '{database.Name}'. Give each its own Name.");
        return databases;
    }

    private static JobDatabase DatabaseOf(JobValue value, int count, JobDefaults defaults, JobProblems problems)
    {
        var section = new JobSection("An entry of Databases", value, JobNames.Database, problems);
        if (section.Find(JobNames.Defaults) is { } own)
            defaults = defaults.With(new JobSection("Defaults", own, JobNames.TableDefaults, problems));
        if (!section.Has(JobNames.Tables))
            problems.Add(value.Place, "An entry of Databases needs Tables = @( ... ).");
        var name = section.Text(JobNames.Name) ?? section.Text(JobNames.Schema);
        if (name is null && count > 1)
            problems.Add(value.Place,
                "With several databases, each needs a Name or a Schema that keeps its files separate from the files of the others.");
        if (name is not null && !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            problems.Add(section.PlaceOf(JobNames.Name), $"Name is '{name}'; it must be letters, digits, hyphens and underscores.");
        return DatabaseOf(section, count > 1 ? name : null, defaults, problems) with
        {
            Settings = SettingsOf(section, JobNames.OfDatabase),
            SourceSecret = section.Text(JobNames.SourceSecret),
        };
    }

    private static JobDatabase DatabaseOf(JobSection section, string? name, JobDefaults defaults, JobProblems problems)
    {
        var tables = section.Sections(JobNames.Tables).Select(value => JobTableReader.Read(value, defaults, problems)).ToArray();
        foreach (var table in Doubles(tables, table => table.Selection.As ?? table.Selection.Table ?? ""))
        {
            problems.Add(table.Place, string.Create(CultureInfo.InvariantCulture,
                $"The table '{table.Selection.As ?? table.Selection.Table}' is listed twice. "
                    + $"Remove one of the two, or load one of them under another name with As."));
        }

        return new JobDatabase
        {
            Name = name, Tables = tables, ExcludedTables = section.Texts(JobNames.ExcludeTables), Place = section.Place,
        };
    }

    private static TaskSchedule? ScheduleOf(JobSection file, JobProblems problems)
    {
        if (file.Find(JobNames.Schedule) is not { } value)
            return null;
        var section = new JobSection("Schedule", value, JobNames.ScheduleEntry, problems);
        var days = section.Choices<DayOfWeek>(JobNames.Days);
        try
        {
            if (section.Text(JobNames.Every) is { } every)
                return section.Span(JobNames.Every, every) is { } step ? TaskSchedule.Every(step, days) : null;
            var at = section.Text(JobNames.At) is { } text ? section.Time(JobNames.At, text) : new TimeOnly(2, 30);
            return at is { } time ? TaskSchedule.Once(time, days) : null;
        }
        catch (TaskRefusedException e)
        {
            problems.Add(value.Place, $"{e.Message["The task was not registered: ".Length..]} {e.Advice}");
            return null;
        }
    }

    private static IEnumerable<T> Doubles<T>(IReadOnlyList<T> items, Func<T, string> name) => items
        .Where(item => name(item).Length > 0)
        .GroupBy(name, StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => group.Skip(1));
}
