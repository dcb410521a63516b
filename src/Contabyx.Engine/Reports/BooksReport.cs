using System.Text;
using Contabyx.Engine.Books.Queries;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Reports;

/// <summary>Writes a report on the books in the warehouse: what <c>Export-ContabyxReport</c> does.</summary>
/// <param name="connection">Where the warehouse and the log are.</param>
public sealed class BooksReport(ContabyxConnection connection, ReportLanguage language)
{
    private const int TopClients = 10;

    /// <summary>Writes the report. The file is written completely or not at all.</summary>
    /// <param name="path">The file's full path; an older file there is replaced.</param>
    /// <exception cref="BooksUnreadableException">There are no books in the warehouse.</exception>
    public async Task<ContabyxReport> WriteAsync(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        var figures = await ReadAsync(cancellation).ConfigureAwait(false);
        var page = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(new ReportPage(language).Write(figures));
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(unfinished, page, cancellation).ConfigureAwait(false);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return new ContabyxReport(
            path, language, figures.Total.FirstDay!.Value, figures.Total.LastDay!.Value, figures.Total.Transactions, page.Length);
    }

    private async Task<ReportFigures> ReadAsync(CancellationToken cancellation)
    {
        var all = new BooksFilter();
        var books = new BooksQuery(connection, BooksPlace.Warehouse);
        await using (books.ConfigureAwait(false))
        {
            var total = await books.ReadTotalAsync(all, cancellation).ConfigureAwait(false);
            if (total.Transactions == 0)
                throw new BooksUnreadableException(connection.Warehouse, "they are empty.",
                    "The report covers only the sample books. See what was loaded with Get-ContabyxLoad.");
            var clients = await books.ReadByAsync(BalanceGrouping.Client, all, cancellation).ConfigureAwait(false);
            var types = await books.ReadByAsync(BalanceGrouping.Type, all, cancellation).ConfigureAwait(false);
            return new ReportFigures(
                connection.Warehouse,
                DateTimeOffset.UtcNow,
                total,
                await books.ReadByAsync(BalanceGrouping.Month, all, cancellation).ConfigureAwait(false),
                [.. types.OrderByDescending(type => type.Income + type.TransferIn + type.Expenses + type.TransferOut)],
                [.. clients.OrderByDescending(client => client.Balance).Take(TopClients)],
                clients.Count,
                await ReadLoadsAsync(cancellation).ConfigureAwait(false));
        }
    }

    private async Task<LoadHealth> ReadLoadsAsync(CancellationToken cancellation)
    {
        var warehouse = Addresses.OpenWarehouse(connection);
        await using (warehouse.ConfigureAwait(false))
        {
            var history = await warehouse.ReadHistoryAsync(null, cancellation).ConfigureAwait(false);
            return LoadHealth.Of(history, LogReader.Read(connection.LogPath));
        }
    }
}
