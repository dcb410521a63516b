using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Batches;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Export;
using Contabyx.Engine.Load;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Setup;
using Contabyx.Engine.Sync;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Pipeline;

/// <summary>
/// What a pipeline would do. For runs that wait, every statement and every move; for runs that do not exist yet, what
/// would be written and exported, and the tables that would be created for them.
/// </summary>
/// <param name="connection">Where everything is.</param>
/// <param name="request">What is to be done.</param>
/// <param name="notes">Receives what a user may want to know.</param>
public sealed class PipelineReview(ContabyxConnection connection, PipelineRequest request, IProgress<string> notes)
{
    private static readonly Progress<ItemProgress> Silence = new();

    /// <summary>Reads it. Nothing is changed.</summary>
    public async Task<IReadOnlyList<ContabyxPlanStep>> ReadAsync(CancellationToken cancellation)
    {
        var steps = new List<ContabyxPlanStep>();
        var copy = new DataLoad(connection, new LoadOptions { MaxErrors = request.MaxErrors }, Silence, notes);
        await using (copy.ConfigureAwait(false))
        {
            foreach (var waiting in await copy.FindAsync(new HashSet<string>(), cancellation).ConfigureAwait(false))
                steps.AddRange(await copy.ReviewAsync(waiting, steps.Count + 1, cancellation).ConfigureAwait(false));
        }

        var plan = new LoadPlan(steps.Count + 1);
        var tables = request.Tables.Count > 0
            ? await AddTablesAsync(plan, cancellation).ConfigureAwait(false)
            : await AddBatchesAsync(plan, cancellation).ConfigureAwait(false);
        if (tables.Count > 0)
            await AddRestAsync(plan, tables, cancellation).ConfigureAwait(false);
        return [.. steps, .. plan.Steps];
    }

    private async Task<IReadOnlyList<TableSchema>> AddBatchesAsync(LoadPlan plan, CancellationToken cancellation)
    {
        var batches = new NewBatches(connection, Silence, notes);
        await using (batches.ConfigureAwait(false))
        {
            var wanted = new BatchRequest
            {
                Days = request.Days ?? 1, Until = request.Until, BatchDays = request.BatchDays, MayBegin = request.MayBegin,
            };
            var planned = await batches.PlanAsync(wanted, cancellation).ConfigureAwait(false);
            if (planned.Count > 0 && batches.MissingTables.Count > 0)
                plan.AddRemark("", null, $"Create the tables {string.Join(", ", batches.MissingTables)} in {connection.Source}");
            if (planned.Count > 0)
                plan.AddRemark("", null, BatchPlan.Describe(planned, connection.Source));
            return planned.Count > 0 ? BooksSchema.Tables : [];
        }
    }

    private async Task<IReadOnlyList<TableSchema>> AddTablesAsync(LoadPlan plan, CancellationToken cancellation)
    {
        var source = new SelectedSource(Addresses.OpenSource(connection, notes), connection.MaskKey);
        var warehouse = Addresses.OpenWarehouse(connection, notes);
        await using (source.ConfigureAwait(false))
        await using (warehouse.ConfigureAwait(false))
        {
            var found = new List<TableSchema>();
            var archived = await new TargetCheck(warehouse, asks: true, notes).FindArchivedAsync(cancellation).ConfigureAwait(false);
            foreach (var selection in await SelectionSearch.FindAsync(
                source, request.Tables, e => throw e, cancellation).ConfigureAwait(false))
            {
                try
                {
                    var chosen = await source.SelectAsync(selection, cancellation).ConfigureAwait(false);
                    var text = await new ReadReview(warehouse).DescribeAsync(
                        selection with { Watermark = chosen.Watermark }, chosen.Sent, cancellation).ConfigureAwait(false);
                    int[] years = [.. archived[chosen.Sent.Name].Select(year => year.Year)];
                    if (years.Length > 0)
                        text += $"\nLeave out the rows of {YearRanges.Text(years)}: they are in the archive";
                    plan.AddRemark("", chosen.Sent.Name, text);
                    found.Add(chosen.Sent);
                }
                catch (ContabyxException e) when (e is TableRefusedException or TableNotFoundException)
                {
                    plan.AddRemark("", SelectedSource.NameOf(selection), $"{e.Message}\n{e.Advice}");
                }
            }

            return found;
        }
    }

    private async Task AddRestAsync(LoadPlan plan, IReadOnlyList<TableSchema> tables, CancellationToken cancellation)
    {
        var names = string.Join(", ", tables.Select(table => table.Name));
        plan.AddRemark("", null, $"Export {names}, and send the files to {connection.Bucket}/{BucketLayout.Data}RUN/");
        var setup = new ConnectionSetup(connection, notes);
        await using (setup.ConfigureAwait(false))
        {
            var warehouse = await setup.PlanWarehouseAsync(tables, TableLayout.Auto, cancellation).ConfigureAwait(false);
            plan.AddStatements("", null, warehouse.Statements);
        }

        plan.AddRemark("", null,
            "Load these tables, and move their files to "
                + $"{connection.Bucket}/{BucketLayout.Processed}RUN/. The exact statements of a run "
            + "name its files.\nTo see them, send the run first, and review it before you load it: "
            + (request.Tables.Count == 0 ? "New-ContabyxBatch | Export-ContabyxData" : "Export-ContabyxData -Table")
            + " | Send-ContabyxUpload, then Invoke-ContabyxCopy -WhatIf -PlanPath FILE");
    }
}
