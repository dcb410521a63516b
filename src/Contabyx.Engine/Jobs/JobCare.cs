using Contabyx.Engine.Connections;
using Contabyx.Engine.Load;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Jobs;

/// <summary>
/// What a job does for its tables in the warehouse in addition to loading them: it sets the layout of new ones, grants
/// rights to readers, and updates the statistics of the query planner.
/// </summary>
/// <param name="connection">Where everything is.</param>
/// <param name="notes">Receives what a user may want to know.</param>
internal sealed class JobCare(ContabyxConnection connection, IProgress<string> notes)
{
    private bool HasLayouts => Addresses.IsRemote(connection.Warehouse);

    /// <summary>Creates the missing tables that have a layout of their own.</summary>
    /// <returns>The tables that cannot be created with their layouts, and why. They must not be loaded.</returns>
    /// <exception cref="WarehouseException">The schema cannot be created.</exception>
    public async Task<IReadOnlyList<(JobTable Table, ContabyxException Why)>> CreateAsync(
        IReadOnlyList<JobTable> tables, CancellationToken cancellation)
    {
        var laidOut = tables.Where(table => !table.Layout.IsAuto).ToList();
        if (laidOut.Count == 0)
            return [];
        if (!HasLayouts)
        {
            notes.Report("SortKey, DistKey and GrantSelectTo are for Amazon Redshift; the embedded warehouse ignores them.");
            return [];
        }

        var failed = new List<(JobTable Table, ContabyxException Why)>();

        var source = new SelectedSource(Addresses.OpenSource(connection, notes), connection.MaskKey);
        var warehouse = Addresses.OpenWarehouse(connection, notes);
        await using (source.ConfigureAwait(false))
        await using (warehouse.ConfigureAwait(false))
        {
            await warehouse.CreateSchemaAsync(cancellation).ConfigureAwait(false);
            foreach (var table in laidOut)
            {
                if (await TrySelectAsync(source, table, cancellation).ConfigureAwait(false) is not { } plan)
                    continue;
                try
                {
                    await warehouse.PrepareTableAsync(plan.Sent, table.Layout, cancellation).ConfigureAwait(false);
                }
                catch (ContabyxException e) when (e is not (ConnectionException or BusyException))
                {
                    failed.Add((table, e));
                }
            }
        }

        return failed;
    }

    /// <summary>
    /// Runs the steps that follow loads that changed something. The rows are committed by then, so that a step that fails is a
    /// warning, in the log as well.
    /// </summary>
    /// <returns>What was not done, each with the statement to run.</returns>
    public async Task<IReadOnlyList<string>> FollowAsync(
        IReadOnlyList<JobTable> tables, IReadOnlyList<ContabyxCopyResult> results, CancellationToken cancellation)
    {
        var changed = results.Where(result => result.RowsLoaded > 0 && result.Status is LoadStatus.Loaded or LoadStatus.LoadedWithErrors)
            .ToLookup(result => result.Table, result => result.Run, StringComparer.OrdinalIgnoreCase);
        var warnings = new List<string>();
        if (changed.Count == 0)
            return warnings;
        var log = LoadLog.Of(connection);
        var warehouse = Addresses.OpenWarehouse(connection, notes);
        await using (warehouse.ConfigureAwait(false))
        {
            foreach (var table in tables.Where(table => changed.Contains(NameOf(table))))
            {
                var name = NameOf(table);
                foreach (var step in await warehouse.RunAfterLoadAsync(name, ReadersOf(table), cancellation).ConfigureAwait(false))
                {
                    var text = $"{name} is loaded, but this statement failed: {step.Statement}. {step.Error.Message} Run it by hand.";
                    log.Write(LogLevel.Warning, changed[name].Last(), name, text, ("sql", step.Statement));
                    notes.Warn(text);
                    warnings.Add(text);
                }
            }
        }

        return warnings;
    }

    /// <summary>The plan of a pipeline, with the additional steps.</summary>
    public async Task<IReadOnlyList<ContabyxPlanStep>> ReviewAsync(
        IReadOnlyList<JobTable> tables, IReadOnlyList<ContabyxPlanStep> steps, CancellationToken cancellation)
    {
        var before = new LoadPlan(1);
        var after = new LoadPlan(1);
        var created = new List<string>();
        var source = new SelectedSource(Addresses.OpenSource(connection, notes), connection.MaskKey);
        var warehouse = Addresses.OpenWarehouse(connection, notes);
        await using (source.ConfigureAwait(false))
        await using (warehouse.ConfigureAwait(false))
        {
            foreach (var table in tables)
            {
                if (HasLayouts && !table.Layout.IsAuto)
                {
                    var plan = await source.SelectAsync(table.Selection, cancellation).ConfigureAwait(false);
                    var name = warehouse.QuoteTable(plan.Sent.Name);
                    created.AddRange([$"CREATE TABLE IF NOT EXISTS {name} (", $"COMMENT ON TABLE {name} ", $"COMMENT ON COLUMN {name}."]);
                    before.AddStatements("", NameOf(table),
                        await warehouse.PlanTableAsync(plan.Sent, table.Layout, cancellation).ConfigureAwait(false));
                }

                after.AddStatements("", NameOf(table), warehouse.AfterLoadStatements(NameOf(table), ReadersOf(table)));
            }
        }

        // The pipeline finds these tables there.
        var rest = steps.Where(step => !created.Any(table => step.Text.StartsWith(table, StringComparison.Ordinal)));
        return [.. before.Steps.Concat(rest).Concat(after.Steps).Select((step, i) => step with { Number = i + 1 })];
    }

    // What cannot be read is refused again by the export, as a result of its own.
    private static async Task<SelectionPlan?> TrySelectAsync(SelectedSource source, JobTable table, CancellationToken cancellation)
    {
        try
        {
            return await source.SelectAsync(table.Selection, cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e) when (e is not (ConnectionException or BusyException))
        {
            return null;
        }
    }

    private static string NameOf(JobTable table) => table.Selection.As ?? table.Selection.Table!;

    private static Grantee[] ReadersOf(JobTable table) => [.. table.GrantSelectTo.Select(Grantee.TryParse).OfType<Grantee>()];
}
