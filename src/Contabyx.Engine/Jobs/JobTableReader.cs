using System.Globalization;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Jobs;

/// <summary>Reads one entry of a job's tables, and checks all that can be known without the databases.</summary>
internal static class JobTableReader
{
    /// <summary>Reads an entry.</summary>
    /// <param name="value">The entry.</param>
    /// <param name="defaults">What holds where it says nothing.</param>
    /// <param name="problems">Receives the problems.</param>
    public static JobTable Read(JobValue value, JobDefaults defaults, JobProblems problems)
    {
        // A name alone is a table with the defaults.
        var section = new JobSection(
            "An entry of Tables",
            value.Text is null ? value : value with { Text = null, Entries = [new JobEntry(JobNames.Table, value.Place, value)] },
            JobNames.TableEntry, problems);
        var mode = section.Choice<ReadMode>(JobNames.Read) ?? defaults.Read ?? ReadMode.Full;
        var incremental = mode == ReadMode.Incremental;
        var deletes = section.Choice<DeletedRows>(JobNames.Deletes) ?? defaults.Deletes ?? DeletedRows.Delete;
        var table = new JobTable
        {
            Place = value.Place,
            Selection = new TableSelection
            {
                Table = section.Text(JobNames.Table),
                Query = section.Text(JobNames.Query),
                As = section.Text(JobNames.As),
                Key = section.Texts(JobNames.Key),
                Columns = section.Texts(JobNames.Columns),
                ExcludedColumns = section.Texts(JobNames.ExcludeColumns),
                Renames = section.Pairs(JobNames.Rename),
                Masks = section.ChoicePairs<MaskKind>(JobNames.Mask),
                SuperColumns = section.Texts(JobNames.AsSuper),
                Where = section.Text(JobNames.Where),
                Mode = mode,
                Watermark = section.Text(JobNames.Watermark) ?? (incremental ? defaults.Watermark : null),
                Lookback = LookbackOf(section) ?? (incremental ? defaults.Lookback : null),
                Deletes = deletes,
                DeletedAtColumn = section.Text(JobNames.DeletedAtColumn)
                    ?? (deletes == DeletedRows.Mark ? defaults.DeletedAtColumn : null),
                DifferencesEvery = section.Number(JobNames.DifferencesEvery, 1, 10_000)
                    ?? (incremental ? defaults.DifferencesEvery : null),
            },
            UsualExcludedColumns = defaults.ExcludedColumns,
            UsualMasks = defaults.Masks,
            Layout = new TableLayout { SortKey = section.Texts(JobNames.SortKey), DistKey = section.Text(JobNames.DistKey) },
            GrantSelectTo = section.Has(JobNames.GrantSelectTo) ? GranteesOf(section) : defaults.GrantSelectTo,
        };
        if (value.Text is not null || value.Entries is not null)
            Check(table.Selection, section, problems);
        return table;
    }

    /// <summary>A lookback: a time span, or a number.</summary>
    public static string? LookbackOf(JobSection section)
    {
        if (section.Find(JobNames.Lookback) is not { } value)
            return null;
        if (value.Number is >= 0 and var number)
            return number.ToString(CultureInfo.InvariantCulture);
        if (value.Text is { } text
            && (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
                || (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero)))
        {
            return text;
        }

        section.Refuse(
            JobNames.Lookback, "must be a time span such as '1.00:00:00' (a day) or '02:00:00' (two hours), or a number for a watermark "
                + "of numbers");
        return null;
    }

    /// <summary>Who may read a table. Anything but a name, and the words GROUP, ROLE and PUBLIC, is refused.</summary>
    public static IReadOnlyList<string> GranteesOf(JobSection section)
    {
        var grantees = section.Texts(JobNames.GrantSelectTo);
        foreach (var grantee in grantees.Where(grantee => Grantee.TryParse(grantee) is null))
            section.Refuse(JobNames.GrantSelectTo, $"has '{grantee}'; it must be a user's name, 'GROUP name', 'ROLE name' or 'PUBLIC'");
        return grantees;
    }

    private static void Check(TableSelection selection, JobSection section, JobProblems problems)
    {
        if (selection.Table is null == selection.Query is null)
        {
            problems.Add(section.Place, selection.Table is null
                ? "An entry of Tables needs Table = 'name' (wildcards are allowed), or Query = 'SELECT ...' with As = 'name'."
                : "An entry of Tables cannot have both Table and Query. Use one of them.");
        }

        if (selection.Query is not null && selection.As is null && !section.Has(JobNames.As))
            problems.Add(section.PlaceOf(JobNames.Query),
                "A query has no name of its own. Name its table in the warehouse with As = 'name'.");
        if (IsPattern(selection.Table))
            RefuseForPatterns(section, problems);
        CheckMode(selection, section, problems);
    }

    private static void RefuseForPatterns(JobSection section, JobProblems problems)
    {
        foreach (var name in new[] { JobNames.As, JobNames.Key, JobNames.Rename, JobNames.SortKey, JobNames.DistKey })
        {
            if (section.Has(name))
                problems.Add(section.PlaceOf(name), $"{name} applies to one table, but Table is a pattern. Give that table its own entry.");
        }
    }

    private static void CheckMode(TableSelection selection, JobSection section, JobProblems problems)
    {
        if (selection.Mode == ReadMode.Incremental && selection.Watermark is null && !section.Has(JobNames.Watermark))
        {
            problems.Add(
                section.PlaceOf(JobNames.Read),
                "Read = 'Incremental' needs Watermark = 'column': a column whose value increases with every insert and update, such as "
                    + "updated_at. "
                + "Without such a column, Read = 'Differences' finds what changed.");
        }

        foreach (var name in new[] { JobNames.Watermark, JobNames.Lookback, JobNames.DifferencesEvery })
        {
            if (selection.Mode != ReadMode.Incremental && section.Has(name))
                problems.Add(section.PlaceOf(name),
                    $"{name} can only be used with Read = 'Incremental'; here, Read is '{selection.Mode}'.");
        }

        if (section.Has(JobNames.AsSuper) && (selection.Mode == ReadMode.Differences || selection.DifferencesEvery is not null))
        {
            problems.Add(
                section.PlaceOf(JobNames.AsSuper),
                "AsSuper cannot be used where differences are read, because parsed JSON cannot be compared with its text. "
                + "Use Read = 'Full' or 'Incremental' without DifferencesEvery.");
        }

        if (section.Has(JobNames.DeletedAtColumn) && selection.Deletes != DeletedRows.Mark)
            problems.Add(section.PlaceOf(JobNames.DeletedAtColumn), "DeletedAtColumn can only be used with Deletes = 'Mark'.");
        if (selection is { Deletes: DeletedRows.Mark, DeletedAtColumn: null } && !section.Has(JobNames.DeletedAtColumn))
            problems.Add(section.PlaceOf(JobNames.Deletes),
                "Deletes = 'Mark' needs DeletedAtColumn = 'column', the column for the time of deletion.");
    }

    /// <summary>Whether a name stands for several tables.</summary>
    public static bool IsPattern(string? table) => table is not null && table.AsSpan().IndexOfAny('*', '?', '[') >= 0;
}
