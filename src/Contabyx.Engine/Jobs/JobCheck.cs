using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Setup;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Jobs;

/// <summary>Checks one database of a job against both sides: what <c>Test-ContabyxJob</c> does for each.</summary>
/// <param name="job">The job.</param>
/// <param name="target">The database.</param>
public sealed class JobCheck(JobDefinition job, JobTarget target)
{
    /// <summary>The checks, those for all tables first. They leave nothing changed.</summary>
    public async IAsyncEnumerable<ContabyxJobCheck> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var usable = true;
        foreach (var part in new[] { ContabyxTarget.Source, ContabyxTarget.Bucket, ContabyxTarget.Warehouse })
        {
            var (passed, failed) = (0, false);
            await foreach (var check in new ConnectionCheck(target.Connection).CheckAsync(part, cancellation).ConfigureAwait(false))
            {
                failed |= check.Outcome == CheckOutcome.Failed;
                passed += check.Outcome == CheckOutcome.Passed ? 1 : 0;
                if (check.Outcome is CheckOutcome.Failed or CheckOutcome.Warning)
                    yield return Row(null, $"{part}", check.Outcome, $"{check.Check}: {check.Detail}", check.Advice);
            }

            // The tables can be checked without the bucket.
            usable &= !failed || part == ContabyxTarget.Bucket;
            if (!failed)
            {
                var checks = passed == 1 ? "check" : "checks";
                yield return Row(null, $"{part}", CheckOutcome.Passed, $"{AddressOf(part)}: {passed} {checks} passed.");
            }
        }

        if (!usable)
        {
            yield return Row(
                null, "Tables", CheckOutcome.Skipped, "No table was checked, because the source or the warehouse cannot be used.");
            yield break;
        }

        await foreach (var row in CheckTablesAsync(cancellation).ConfigureAwait(false))
            yield return row;
    }

    private async IAsyncEnumerable<ContabyxJobCheck> CheckTablesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var source = new SelectedSource(Addresses.OpenSource(target.Connection), target.Connection.MaskKey);
        await using var warehouse = Addresses.OpenWarehouse(target.Connection);
        var tables = await JobTables.ReadAsync(job.Path, target.Database, source, cancellation).ConfigureAwait(false);
        var entries = tables.Resolve();
        foreach (var problem in tables.Problems)
            yield return Row(null, "Tables", CheckOutcome.Failed, problem.Message, "Correct the entry.", problem.Place.Line);
        string[] names = [.. entries.Select(entry => entry.Selection.As ?? entry.Selection.Table!)];
        LoadNeeds[] loads = [.. entries.Zip(names, (entry, name) => LoadNeeds.Of(name, entry.Selection))];
        var check = new JobTableCheck(
            source, warehouse, await warehouse.ReadHistoryAsync(null, cancellation).ConfigureAwait(false),
            await FindMissingAsync(warehouse, loads, cancellation).ConfigureAwait(false));
        await using var snapshot = await source.OpenSnapshotAsync(cancellation).ConfigureAwait(false);
        foreach (var (entry, name) in entries.Zip(names))
        {
            var (reading, plan) = await check.CheckReadingAsync(entry, cancellation).ConfigureAwait(false);
            yield return Row(name, entry, reading);
            if (plan is null)
                continue;
            foreach (var finding in await check.CheckModeAsync(entry, plan, snapshot, cancellation).ConfigureAwait(false))
                yield return Row(name, entry, finding);
            yield return Row(name, entry, await check.CheckWarehouseAsync(entry, plan.Sent, cancellation).ConfigureAwait(false));
        }
    }

    // A missing schema would be reported for every table in it.
    private static async Task<IReadOnlyDictionary<string, WarehouseException>> FindMissingAsync(
        IWarehouse warehouse, LoadNeeds[] loads, CancellationToken cancellation)
    {
        try
        {
            return await warehouse.FindMissingAsync(loads, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e)
        {
            return loads.Select(load => load.Table).Distinct(StringComparer.OrdinalIgnoreCase)
                .ToDictionary(table => table, _ => e, StringComparer.OrdinalIgnoreCase);
        }
    }

    private string AddressOf(ContabyxTarget part) => part switch
    {
        ContabyxTarget.Source => target.Connection.Source,
        ContabyxTarget.Bucket => target.Connection.Bucket,
        _ => target.Connection.Warehouse,
    };

    private ContabyxJobCheck Row(string table, JobTable entry, JobFinding finding) =>
        Row(table, finding.Check, finding.Outcome, finding.Detail, finding.Advice, entry.Place.Line);

    private ContabyxJobCheck Row(
        string? table, string check, CheckOutcome outcome, string detail, string? advice = null, int? line = null) => new()
        {
            Job = job.Name, Source = target.Connection.Source, Warehouse = target.Connection.Warehouse,
            Table = table, Check = check, Outcome = outcome, Detail = detail, Advice = advice, Line = line,
        };
}
