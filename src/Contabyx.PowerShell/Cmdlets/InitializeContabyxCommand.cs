using System.Management.Automation;
using Contabyx.Engine.Setup;

namespace Contabyx.PowerShell;

/// <summary>
/// Creates the books' tables, the bucket, the load history and any tables of the warehouse if they are missing.
/// </summary>
[Cmdlet(VerbsData.Initialize, "Contabyx", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxSetup))]
public sealed class InitializeContabyxCommand : ConnectedCommand
{
    /// <summary>The parts to set up.</summary>
    [Parameter(Position = 0, HelpMessage = "The parts to set up: Source, Bucket, Warehouse. By default, all of them; "
        + "with -Table, all except the Source.")]
    [ValidateNotNullOrEmpty]
    public ContabyxTarget[]? Target { get; set; }

    /// <summary>Tables for the warehouse.</summary>
    [Parameter(HelpMessage = "Tables of the source to create in the warehouse; wildcards are allowed. "
        + "By default, the tables of the books, if the source is empty or holds books.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[]? Table { get; set; }

    /// <summary>The distribution key.</summary>
    [Parameter(
        HelpMessage = "The column that distributes the rows of new tables over the nodes of the warehouse; DISTSTYLE AUTO by default.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string? DistKey { get; set; }

    [Parameter(HelpMessage = "The columns by which new tables are sorted; SORTKEY AUTO by default.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[]? SortKey { get; set; }

    /// <summary>Measured lengths.</summary>
    [Parameter(
        HelpMessage = "Make text columns of new tables as long as the values in the source need, instead of as long as their types allow.")]
    public SwitchParameter Measure { get; set; }

    /// <summary>A database with other tables.</summary>
    [Parameter(HelpMessage = "Create the tables of the books even in a database that holds other tables.")]
    public SwitchParameter AmongOtherTables { get; set; }

    /// <summary>How long the bucket keeps what was loaded or failed.</summary>
    [Parameter(HelpMessage = "After how many days the bucket deletes what was loaded (processed/) or failed (error/); "
        + "0 for never. By default, its rules stay as they are.")]
    [ValidateRange(0, 36_500)]
    public int? RetentionDays { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var connectionSetup = new ConnectionSetup(CurrentOrGiven, pipeline.Notes);
        var wanted = Target ?? (Table is null ? Enum.GetValues<ContabyxTarget>() : [ContabyxTarget.Bucket, ContabyxTarget.Warehouse]);
        if (RetentionDays is not null && !wanted.Contains(ContabyxTarget.Bucket))
        {
            throw new InputException(
                "RetentionDays", "it is about the bucket, but -Target leaves the bucket out.",
                "Add Bucket to -Target, or leave out -Target.");
        }

        var withBooks = Table is null && await MayHoldBooksAsync(connectionSetup, wanted, pipeline, cancellation).ConfigureAwait(false);
        foreach (var target in wanted.Distinct().Where(target => target != ContabyxTarget.Source || Target is not null || withBooks))
        {
            var tables = target == ContabyxTarget.Warehouse
                ? await FindTablesAsync(connectionSetup, withBooks, pipeline, cancellation).ConfigureAwait(false) : [];
            // If one table cannot be set up, the others still are.
            var failed = new HashSet<string>(StringComparer.Ordinal);
            Task FailAsync(TableSchema table, ContabyxException error)
            {
                failed.Add(table.Name);
                return pipeline.WriteErrorAsync(ErrorRecords.From(error));
            }

            var layout = new TableLayout { DistKey = DistKey, SortKey = SortKey ?? [] };
            var setup = target == ContabyxTarget.Warehouse
                ? await connectionSetup.PlanWarehouseAsync(tables, layout, cancellation, FailAsync).ConfigureAwait(false)
                : connectionSetup.Plan(target, RetentionDays);
            var action = string.Join(";\n", setup.Statements.DefaultIfEmpty("Create it if it does not exist"));
            if (!await pipeline.ShouldProcessAsync(setup.Address, action).ConfigureAwait(false))
                continue;
            await (target == ContabyxTarget.Warehouse
                ? connectionSetup.ApplyWarehouseAsync(
                    [.. tables.Where(table => !failed.Contains(table.Name))], layout, FailAsync, cancellation)
                : connectionSetup.ApplyAsync(target, RetentionDays, cancellation)).ConfigureAwait(false);
            await pipeline.WriteObjectAsync(setup).ConfigureAwait(false);
        }
    }

    // Books are samples: other databases must not get tables for them unasked.
    private async Task<bool> MayHoldBooksAsync(
        ConnectionSetup connectionSetup, ContabyxTarget[] wanted, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (AmongOtherTables || !(wanted.Contains(ContabyxTarget.Source) || wanted.Contains(ContabyxTarget.Warehouse)))
            return true;
        if (await connectionSetup.FindForeignAsync(cancellation).ConfigureAwait(false) is not { } foreign)
            return true;
        if (Target?.Contains(ContabyxTarget.Source) == true)
            throw foreign;
        pipeline.WriteWarning($"{foreign.Target} holds other tables and no books, so no tables for books are created, neither here nor in "
            + "the warehouse. To create warehouse tables for tables of the source, use -Table.");
        return false;
    }

    private async Task<IReadOnlyList<TableSchema>> FindTablesAsync(
        ConnectionSetup connectionSetup, bool withBooks, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Table is null)
            return withBooks ? ConnectionSetup.Books : [];
        var found = new List<TableSchema>();
        foreach (var pattern in Table)
        {
            try
            {
                found.AddRange(await connectionSetup.FindTablesAsync(
                    NamePattern.Of(pattern), pattern, Measure,
                    (_, error) => pipeline.WriteErrorAsync(ErrorRecords.From(error)), cancellation).ConfigureAwait(false));
            }
            catch (TableNotFoundException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }

        return [.. found.DistinctBy(table => table.Name)];
    }
}
