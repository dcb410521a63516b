using System.Globalization;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>Lists what the load of a run would do: the exact statements and moves, in order. Nothing is changed.</summary>
/// <param name="first">The number of the first step.</param>
internal sealed class LoadReview(IBucket bucket, IWarehouse warehouse, int first)
{
    private readonly LoadPlan _plan = new(first);

    public IReadOnlyList<ContabyxPlanStep> Steps => _plan.Steps;

    /// <summary>Adds the move of a run or a loose file that is refused as a whole.</summary>
    /// <param name="refusal">Why.</param>
    public void AddRefused(WaitingLoad load, ContabyxException refusal)
    {
        _plan.AddRemark(load.Run, null, refusal.Message);
        var refused = load.Loose?.Key ?? BucketLayout.RunPrefix(BucketLayout.Data, load.Run);
        var aside = BucketLayout.RunPrefix(BucketLayout.Error, load.Run);
        _plan.AddMove(load.Run, null, bucket.UriOf(refused), bucket.UriOf(aside));
    }

    /// <summary>Adds the load of a run.</summary>
    public async Task AddAsync(PlannedRun run, CancellationToken cancellation)
    {
        _plan.AddRemark(run.Run, null, $"Load {run.Run} into {warehouse.Address}:\n{Summary(run)}");
        _plan.AddStatements(run.Run, null, await warehouse.PlanHistoryAsync(cancellation).ConfigureAwait(false));
        foreach (var refused in run.Refused)
            _plan.AddRemark(run.Run, refused.Table, $"{refused.Table} was refused before the upload: {refused.Reason}");
        foreach (var table in run.Tables)
            await AddAsync(run.Run, table, cancellation).ConfigureAwait(false);
    }

    private static PlanTable Summary(PlannedRun run)
    {
        var table = new PlanTable("Table", "Mode", ">Rows", ">Files", ">Size");
        foreach (var one in run.Tables)
        {
            table.Add(
                one.Load.Table.Name, one.Load.IsUnchanged ? "Unchanged" : $"{one.Load.Mode}", Count(one.ExpectedRows),
                Count(one.Files.Count), Size([one]));
        }

        foreach (var refused in run.Refused)
            table.Add(refused.Table, "Refused", "", "", "");
        return table.Add(
            "Total", "", Count(run.Tables.Aggregate((long?)0, (sum, one) => sum + one.ExpectedRows)),
            Count(run.Tables.Sum(one => one.Files.Count)), Size(run.Tables));
    }

    private static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";

    private static string Size(IEnumerable<PlannedTable> tables) => Figure.Size(tables.Sum(table => table.Files.Sum(file => file.Bytes)));

    private async Task AddAsync(string run, PlannedTable table, CancellationToken cancellation)
    {
        var name = table.Load.Table.Name;
        _plan.AddRemark(run, name, table.Expected is { } expected
            ? $"{name}: commit only if the staged rows have these totals:\n{LoadPlan.Figures(expected)}"
            : $"{name}: {table.ExpectedRows} rows");
        _plan.AddStatements(
            run, name, await warehouse.PlanTableAsync(table.Load.Prepared, TableLayout.Auto, cancellation).ConfigureAwait(false));
        var totals = table.Expected ?? TableTotals.OfRows(table.ExpectedRows ?? 0);
        _plan.AddStatements(
            run, name, warehouse.LoadStatements(table.Load, TableLoader.Record(table.Load, totals, LoadProof.Proven)));
        if (table.Load.IsUnchanged)
            return;
        var target = BucketLayout.TablePrefix(BucketLayout.Processed, run, name);
        foreach (var key in table.Files.Select(table.KeyOf).Append(table.ManifestKey))
            _plan.AddMove(run, name, bucket.UriOf(key), bucket.UriOf(target + key[(key.LastIndexOf('/') + 1)..]));
    }
}
