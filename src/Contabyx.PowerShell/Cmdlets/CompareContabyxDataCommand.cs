using System.Management.Automation;
using Contabyx.Engine.Compare;

namespace Contabyx.PowerShell;

/// <summary>Compares tables of the source with the warehouse: rows, keys, counts and sums per column.</summary>
[Cmdlet(VerbsData.Compare, "ContabyxData", DefaultParameterSetName = TableSet)]
[OutputType(typeof(ContabyxComparison))]
public sealed class CompareContabyxDataCommand : SelectingCommand
{
    [Parameter(ParameterSetName = TableSet, Position = 0, HelpMessage = "Names of tables; wildcards are allowed. By default, all tables of the source.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    /// <summary>Also the keys.</summary>
    [Parameter(HelpMessage = "Also find the keys of the rows that differ, in tables whose key is one whole number.")]
    public SwitchParameter Detail { get; set; }

    /// <summary>How many keys.</summary>
    [Parameter(HelpMessage = "How many differing keys -Detail lists per table; 100 by default.")]
    [ValidateRange(1, 1_000_000)]
    public int KeyLimit { get; set; } = 100;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var comparison = new DataComparison(CurrentOrGiven, pipeline.Progress("Comparing", "rows"), pipeline.Notes);
        var wanted = await comparison.FindSelectionsAsync(
            Requested(Table), error => pipeline.WriteErrorAsync(ErrorRecords.From(error)), cancellation).ConfigureAwait(false);
        foreach (var selection in wanted)
        {
            await TryAsync(pipeline, async () => await pipeline.WriteObjectAsync(
                await comparison.CompareAsync(selection, Detail ? KeyLimit : 0, cancellation).ConfigureAwait(false))
                    .ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    // If one table cannot be compared, the others still are.
    private static async Task TryAsync(PipelineWriter pipeline, Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (ContabyxException e)
        {
            await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
        }
    }
}
