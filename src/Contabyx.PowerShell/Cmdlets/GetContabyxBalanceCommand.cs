using System.Management.Automation;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>Adds up the books in the warehouse: incomes, expenses, transfers, taxes, and what is left.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxBalance")]
[OutputType(typeof(BooksBalance))]
public sealed class GetContabyxBalanceCommand : ConnectedCommand
{
    /// <inheritdoc/>
    protected override async Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var warehouse = Addresses.OpenWarehouse(CurrentOrGiven);
        await pipeline.WriteObjectAsync(await warehouse.ReadBalanceAsync(cancellation).ConfigureAwait(false))
            .ConfigureAwait(false);
    }
}
