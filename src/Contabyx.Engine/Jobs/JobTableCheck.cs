using System.Globalization;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Jobs;

/// <summary>Checks one table of a job against both sides. Nothing is changed.</summary>
/// <param name="source">The source.</param>
/// <param name="warehouse">The warehouse.</param>
/// <param name="history">The load history, the latest first.</param>
/// <param name="missing">Why tables cannot be loaded, by their names.</param>
internal sealed class JobTableCheck(
    SelectedSource source,
    IWarehouse warehouse,
    IReadOnlyList<LoadRecord> history,
    IReadOnlyDictionary<string, WarehouseException> missing)
{
    /// <summary>What is read of the table.</summary>
    /// <returns>The check, and the table as it is sent; NULL if it cannot be read so.</returns>
    public async Task<(JobFinding Finding, SelectionPlan? Plan)> CheckReadingAsync(JobTable entry, CancellationToken cancellation)
    {
        try
        {
            var plan = await source.SelectAsync(entry.Selection, cancellation).ConfigureAwait(false);
            return (Describe(entry, plan), plan);
        }
        catch (ContabyxException e) when (e is not ConnectionException)
        {
            return (new JobFinding("Reading", CheckOutcome.Failed, e.Message, e.Advice), null);
        }
    }

    /// <summary>What stands against the way in which it is read.</summary>
    public async Task<IReadOnlyList<JobFinding>> CheckModeAsync(
        JobTable entry, SelectionPlan plan, ISnapshot snapshot, CancellationToken cancellation)
    {
        var findings = new List<JobFinding>();
        var mode = entry.Selection.Mode;
        if (plan.Sent.Key.Count == 0 && (mode == ReadMode.Incremental || entry.Selection.Deletes != DeletedRows.Delete))
        {
            var needs = mode == ReadMode.Incremental ? $"Read = '{mode}'" : $"Deletes = '{entry.Selection.Deletes}'";
            findings.Add(new JobFinding(
                "Key", CheckOutcome.Failed, $"It has no key, and {needs} needs one to identify its rows.",
                "Name the columns of a unique key with Key, or use Read = 'Differences' with Deletes = 'Delete'."));
        }

        if (mode == ReadMode.Incremental && plan.Watermark is { } watermark)
            findings.AddRange(await CheckWatermarkAsync(plan, watermark, snapshot, cancellation).ConfigureAwait(false));
        foreach (var column in entry.Layout.SortKey.Append(entry.Layout.DistKey).OfType<string>())
        {
            if (!plan.Sent.Columns.Any(sent => sent.Name.Equals(column, StringComparison.OrdinalIgnoreCase)))
                findings.Add(new JobFinding("Layout", CheckOutcome.Failed, $"SortKey or DistKey names {column}, which is not sent.",
                    "Use the column names of the warehouse."));
        }

        return findings;
    }

    /// <summary>Whether the warehouse can take it, and when it did last.</summary>
    public async Task<JobFinding> CheckWarehouseAsync(JobTable entry, TableSchema sent, CancellationToken cancellation)
    {
        if (missing.TryGetValue(sent.Name, out var refusal))
            return new JobFinding("Warehouse", CheckOutcome.Failed, refusal.Message, refusal.Advice);
        if (warehouse.ProblemsOf(sent) is { Count: > 0 } problems)
            return new JobFinding("Warehouse", CheckOutcome.Failed, $"It cannot store this table: {string.Join("; ", problems)}.",
                "Leave these columns out (ExcludeColumns), or rename them (Rename).");
        try
        {
            var changes = await warehouse.PlanTableAsync(sent, entry.Layout, cancellation).ConfigureAwait(false);
            var fit = changes.Count == 0 ? "Its table fits."
                : changes[0].StartsWith("CREATE TABLE", StringComparison.Ordinal) ? "The first run creates the table."
                : $"The next run alters its table: {string.Join("; ", changes)}.";
            return new JobFinding("Warehouse", CheckOutcome.Passed, $"{fit} {LastLoad(sent.Name)}");
        }
        catch (ContabyxException e) when (e is not ConnectionException)
        {
            return new JobFinding("Warehouse", CheckOutcome.Failed, e.Message, e.Advice);
        }
    }

    private static JobFinding Describe(JobTable entry, SelectionPlan plan)
    {
        var selection = entry.Selection;
        var masked = plan.Masks.Count(mask => mask is not null);
        var way = selection.Mode == ReadMode.Incremental ? $"Incremental by {plan.Watermark}" : $"{selection.Mode}";
        var key = plan.Sent.Key.Count == 0 ? "no key" : $"key {string.Join(", ", plan.Sent.Key)}";
        return new JobFinding("Reading", CheckOutcome.Passed, string.Create(
            CultureInfo.InvariantCulture,
            $"{way}; {plan.Sent.Columns.Count} columns{(masked > 0 ? $", {masked} masked" : "")}; "
                + $"{key}{(selection.Where is null ? "" : "; filtered by Where")}."));
    }

    private static async Task<IReadOnlyList<JobFinding>> CheckWatermarkAsync(
        SelectionPlan plan, string watermark, ISnapshot snapshot, CancellationToken cancellation)
    {
        var column = plan.Sent.Columns.First(column => column.Name == watermark);
        if (column.Type.Kind is ColumnKind.Boolean or ColumnKind.Binary or ColumnKind.Float32 or ColumnKind.Float64 or ColumnKind.Time)
        {
            return
            [
                new JobFinding(
                    "Watermark", CheckOutcome.Failed, $"{watermark} is {column.Type}, whose values do not increase with every change.",
                    "Use a column with a date, a time or a whole number, or use Read = 'Differences'."),
            ];
        }

        if (!column.Nullable)
            return [];
        var nulls = await snapshot.CountAsync(plan.Sent, new RowFilter { NullIn = watermark }, cancellation).ConfigureAwait(false);
        return nulls is not > 0 ? [] :
        [
            new JobFinding(
                "Watermark", CheckOutcome.Warning,
                string.Create(CultureInfo.InvariantCulture,
                    $"{nulls:N0} rows have NULL in {watermark}: incremental runs do not read them."),
                "Fill in the values, or have every seventh run compare all rows: DifferencesEvery = 7."),
        ];
    }

    private string LastLoad(string table) =>
        history.FirstOrDefault(load => load.Table.Equals(table, StringComparison.OrdinalIgnoreCase)) is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"Last load: {last.LoadedAt:yyyy-MM-dd HH:mm} UTC, {last.Rows:N0} rows.")
        : "It has not been loaded yet.";
}
