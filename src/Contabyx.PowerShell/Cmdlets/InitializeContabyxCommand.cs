using System.Management.Automation;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>Creates the books' tables, the bucket, the load history and any tables of the warehouse where they are missing.</summary>
[Cmdlet(VerbsData.Initialize, "Contabyx", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxSetup))]
public sealed class InitializeContabyxCommand : ConnectedCommand
{
    /// <summary>The parts to make ready.</summary>
    [Parameter(Position = 0, HelpMessage = "The parts to make ready: Source, Bucket, Warehouse; by default all of them.")]
    [ValidateNotNullOrEmpty]
    public ContabyxTarget[] Target { get; set; } =
        [ContabyxTarget.Source, ContabyxTarget.Bucket, ContabyxTarget.Warehouse];

    /// <summary>Tables for the warehouse.</summary>
    [Parameter(HelpMessage = "Tables of the source that the warehouse is made ready for; wildcards are welcome. "
        + "By default the books' tables.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[]? Table { get; set; }

    /// <summary>The distribution key.</summary>
    [Parameter(HelpMessage = "The column by which new tables are spread over the warehouse's nodes; DISTSTYLE AUTO by default.")]
    [ValidateNotNullOrEmpty]
    public string? DistKey { get; set; }

    /// <summary>The sort key.</summary>
    [Parameter(HelpMessage = "The columns by which new tables are sorted; SORTKEY AUTO by default.")]
    [ValidateNotNullOrEmpty]
    public string[]? SortKey { get; set; }

    /// <summary>Measured lengths.</summary>
    [Parameter(HelpMessage = "Give texts of new tables the length that the source's values need, instead of the most they could.")]
    public SwitchParameter Measure { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var stage = new SetupStage(CurrentOrGiven, pipeline.Notes);
        foreach (var target in Target.Distinct())
        {
            var tables = target == ContabyxTarget.Warehouse
                ? await FindTablesAsync(stage, pipeline, cancellation).ConfigureAwait(false) : [];
            // One table that cannot be made ready is no reason to leave out the others.
            var failed = new HashSet<string>(StringComparer.Ordinal);
            Task FailAsync(TableSchema table, ContabyxException error)
            {
                failed.Add(table.Name);
                return pipeline.WriteErrorAsync(ErrorRecords.From(error));
            }

            var layout = new TableLayout { DistKey = DistKey, SortKey = SortKey ?? [] };
            var setup = target == ContabyxTarget.Warehouse
                ? await stage.PlanWarehouseAsync(tables, layout, cancellation, FailAsync).ConfigureAwait(false)
                : stage.Plan(target);
            var action = string.Join(";\n", setup.Statements.DefaultIfEmpty("Create it where it is missing"));
            if (!await pipeline.ShouldProcessAsync(setup.Address, action).ConfigureAwait(false))
                continue;
            await (target == ContabyxTarget.Warehouse
                ? stage.ApplyWarehouseAsync([.. tables.Where(table => !failed.Contains(table.Name))], layout, FailAsync, cancellation)
                : stage.ApplyAsync(target, cancellation)).ConfigureAwait(false);
            await pipeline.WriteObjectAsync(setup).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<TableSchema>> FindTablesAsync(
        SetupStage stage, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Table is null)
            return SetupStage.Books;
        var found = new List<TableSchema>();
        foreach (var pattern in Table)
        {
            try
            {
                found.AddRange(await stage.FindTablesAsync(
                    NamePattern.Of(pattern), pattern, Measure, (_, error) => pipeline.WriteErrorAsync(ErrorRecords.From(error)), cancellation)
                    .ConfigureAwait(false));
            }
            catch (TableNotFoundException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }

        return [.. found.DistinctBy(table => table.Name)];
    }
}
