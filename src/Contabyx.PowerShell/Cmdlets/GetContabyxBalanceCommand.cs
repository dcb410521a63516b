using System.Management.Automation;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.PowerShell;

/// <summary>Adds up the books: incomes, expenses, transfers, taxes, and the balance.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxBalance")]
[OutputType(typeof(BooksBalance), typeof(ContabyxBalance))]
public sealed class GetContabyxBalanceCommand : BooksCommand
{
    [Parameter(Position = 0, HelpMessage = "One line for each Client, Day, Month or Type of transaction, instead of one line for all.")]
    public BalanceGrouping? By { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var books = new BooksQuery(CurrentOrGiven, From);
        if (By is not { } by)
        {
            await pipeline.WriteObjectAsync(await books.ReadTotalAsync(Filter, cancellation).ConfigureAwait(false))
                .ConfigureAwait(false);
            return;
        }

        foreach (var line in await books.ReadByAsync(by, Filter, cancellation).ConfigureAwait(false))
            await pipeline.WriteObjectAsync(line).ConfigureAwait(false);
    }
}
