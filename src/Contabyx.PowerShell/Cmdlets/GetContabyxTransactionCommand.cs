using System.Management.Automation;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.PowerShell;

/// <summary>Reads the transactions of the books, with the names of clients and types.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxTransaction")]
[OutputType(typeof(ContabyxTransaction))]
public sealed class GetContabyxTransactionCommand : BooksCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        await using var books = new BooksQuery(CurrentOrGiven, From);
        await foreach (var transaction in books.ReadTransactionsAsync(Filter, cancellation).ConfigureAwait(false))
            await pipeline.WriteObjectAsync(transaction).ConfigureAwait(false);
    }
}
