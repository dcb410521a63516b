using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Jobs;

/// <summary>
/// What the entries of a job mean for the tables that a source has: patterns become tables, and what a job says of all its
/// tables becomes what it says of those that have such columns.
/// </summary>
/// <param name="path">The job file's path, for problems.</param>
/// <param name="database">The entries.</param>
/// <param name="schema">The tables of the source.</param>
internal sealed class JobTables(string path, JobDatabase database, IReadOnlyList<TableSchema> schema)
{
    private readonly List<JobProblem> _problems = [];
    private readonly Dictionary<string, TableSchema> _others = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks the source which tables, and which columns of the job's views and queries, it has.</summary>
    public static async Task<JobTables> ReadAsync(string path, JobDatabase database, ISource source, CancellationToken cancellation)
    {
        var tables = new JobTables(path, database, await source.ReadSchemaAsync(cancellation).ConfigureAwait(false));
        foreach (var entry in database.Tables.Where(entry => !IsPattern(entry) && tables.Find(entry) is null))
        {
            try
            {
                var selection = entry.Selection;
                tables._others[entry.Name] = await source.DescribeAsync(
                    new SourceRelation(entry.Name, selection.Query, selection.Where), cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e) when (e is TableNotFoundException or TableRefusedException or SourceException { MayRetry: false })
            {
                // The table's own result will say this.
            }
        }

        return tables;
    }

    /// <summary>The entries that cannot be used as written. Known after <see cref="Resolve"/>.</summary>
    public IReadOnlyList<JobProblem> Problems => _problems;

    /// <summary>One entry per table, in the order of the file; each names one table or query.</summary>
    public IReadOnlyList<JobTable> Resolve()
    {
        _problems.Clear();
        var named = database.Tables.Where(entry => !IsPattern(entry)).Select(entry => entry.Selection.Table).OfType<string>();
        var taken = new HashSet<string>(named, StringComparer.OrdinalIgnoreCase);
        var (resolved, read) = (new List<JobTable>(), new List<TableSchema?>());
        foreach (var entry in database.Tables)
        {
            var tables = IsPattern(entry) ? Matches(entry, taken) : [Find(entry)];
            if (tables.Count == 0)
                Tell(entry, $"No table matches '{entry.Selection.Table}', apart from tables that have their own entry or are excluded.");
            if (!IsPattern(entry) || MasksFit(entry, tables))
            {
                resolved.AddRange(tables.Select(table => Fit(entry, table)));
                read.AddRange(tables);
            }
        }

        return UsualMasksFit(read) ? resolved : [];
    }

    private void Tell(JobTable entry, string message) => _problems.Add(new JobProblem(path, entry.Place, message));

    private static bool IsPattern(JobTable entry) => JobTableReader.IsPattern(entry.Selection.Table);

    private TableSchema? Find(JobTable entry) => (entry.Selection.Query is null ? SelectionPlan.FindTable(schema, entry.Name) : null)
        ?? _others.GetValueOrDefault(entry.Name);

    private List<TableSchema?> Matches(JobTable entry, HashSet<string> taken)
    {
        var pattern = new ColumnPattern(entry.Selection.Table!);
        var excluded = database.ExcludedTables.Select(name => new ColumnPattern(name)).ToArray();
        var found = schema.Where(table =>
            pattern.Fits(table.Name) && !taken.Contains(table.Name) && !excluded.Any(name => name.Fits(table.Name))).ToList();
        taken.UnionWith(found.Select(table => table.Name));
        return [.. found];
    }

    // A mask that matches nothing is probably misspelt, and the values that it should hide would be loaded unmasked. So
    // these tables are not read.
    private bool MasksFit(JobTable entry, IReadOnlyList<TableSchema?> tables)
    {
        var idle = entry.Selection.Masks.Keys.Where(mask => tables.Count > 0 && !tables.Any(table => Has(table!, mask))).ToArray();
        foreach (var mask in idle)
            Tell(entry, $"The mask of '{mask}' matches no column of any table of '{entry.Selection.Table}', so these tables are not read.");
        return idle.Length == 0;
    }

    // Likewise for a mask of all tables, if it is one column's whole name: '*cpf*' may well fit nothing. The columns of a missing
    // table are not known: if only it has the column, no other table is read until it is back.
    private bool UsualMasksFit(List<TableSchema?> read)
    {
        var known = read.OfType<TableSchema>().ToList();
        string[] idle = known.Count == 0 ? [] : [.. database.Tables.SelectMany(entry => entry.UsualMasks.Keys)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(mask => !new ColumnPattern(mask).IsWildcard && !known.Any(table => Has(table, mask)))];
        foreach (var mask in idle)
        {
            _problems.Add(new JobProblem(
                path, database.Place, $"The mask of '{mask}' in Defaults matches no column of any table that was found, so no table is "
                    + $"read. If some databases have no such column, write '{mask}*'."));
        }

        return idle.Length == 0;
    }

    private static JobTable Fit(JobTable entry, TableSchema? table)
    {
        var own = entry.Selection;
        // The columns of a missing table are not known: what cannot safely be left out stays.
        var isPattern = IsPattern(entry);
        var masks = own.Masks.Where(mask => !isPattern || Has(table!, mask.Key))
            .Concat(entry.UsualMasks.Where(mask => !own.Masks.ContainsKey(mask.Key) && (table is null || Has(table, mask.Key))));
        var excluded = own.ExcludedColumns.Where(column => !isPattern || Has(table!, column))
            .Concat(entry.UsualExcludedColumns.Where(column => table is not null && Has(table, column)));
        return entry with
        {
            Selection = own with
            {
                Table = own.Query is null ? table?.Name ?? own.Table : null,
                Masks = masks.ToDictionary(StringComparer.OrdinalIgnoreCase),
                SuperColumns = [.. own.SuperColumns.Where(column => !isPattern || Has(table!, column))],
                ExcludedColumns = [.. excluded.Distinct(StringComparer.OrdinalIgnoreCase)],
            },
            UsualMasks = new Dictionary<string, MaskKind>(),
            UsualExcludedColumns = [],
        };
    }

    private static bool Has(TableSchema table, string column)
    {
        var pattern = new ColumnPattern(column);
        return table.Columns.Any(one => pattern.Fits(one.Name));
    }
}
