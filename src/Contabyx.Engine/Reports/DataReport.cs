using System.Text;
using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Queries;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Reports;

/// <summary>
/// Writes a report on what was loaded into the warehouse, and on the books if it holds any: what <c>Export-ContabyxReport</c> does.
/// </summary>
/// <param name="connection">Where the warehouse and the log are.</param>
/// <param name="options">How the report is written.</param>
public sealed class DataReport(ContabyxConnection connection, ReportOptions options)
{
    /// <summary>Writes the report. The file is written completely or not at all.</summary>
    /// <param name="path">The file's full path; an older file there is replaced.</param>
    public async Task<ContabyxReport> WriteAsync(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (loads, books) = await ReadAsync(cancellation).ConfigureAwait(false);
        var page = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
            .GetBytes(new ReportPage(options, connection.Warehouse).Write(loads, books));
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

        return new ContabyxReport(path, options.Language, loads.Loads, loads.Failed, loads.MissingDays.Count, page.Length)
        {
            FirstDay = books?.Total.FirstDay,
            LastDay = books?.Total.LastDay,
            Transactions = books?.Total.Transactions,
        };
    }

    private async Task<(LoadHealth Loads, BooksFigures? Books)> ReadAsync(CancellationToken cancellation)
    {
        var warehouse = Addresses.OpenWarehouse(connection);
        await using (warehouse.ConfigureAwait(false))
        {
            var history = await warehouse.ReadHistoryAsync(null, cancellation).ConfigureAwait(false);
            var loads = LoadHealth.Of(history, [.. LogReader.Read(connection.LogPath)], DateTimeOffset.UtcNow);
            return (loads, await HasBooksAsync(warehouse, cancellation).ConfigureAwait(false)
                ? await ReadBooksAsync(cancellation).ConfigureAwait(false) : null);
        }
    }

    // Somebody's own table may have the name of one of the books', but hardly all of their names and columns.
    private static async Task<bool> HasBooksAsync(IWarehouse warehouse, CancellationToken cancellation)
    {
        var names = BooksSchema.Tables.Select(table => table.Name).ToArray();
        var found = await warehouse.ReadTablesAsync(names, cancellation).ConfigureAwait(false);
        return BooksSchema.Tables.All(table => found.Any(other => Same(other.Name, table.Name)
            && table.Columns.All(column => other.Columns.Any(there => Same(there.Name, column.Name)))));

        static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<BooksFigures?> ReadBooksAsync(CancellationToken cancellation)
    {
        var all = new BooksFilter();
        var books = new BooksQuery(connection, BooksPlace.Warehouse);
        await using (books.ConfigureAwait(false))
        {
            var total = await books.ReadTotalAsync(all, cancellation).ConfigureAwait(false);
            return total.Transactions == 0 ? null : new BooksFigures(
                total,
                await books.ReadByAsync(BalanceGrouping.Month, all, cancellation).ConfigureAwait(false),
                await books.ReadByAsync(BalanceGrouping.Type, all, cancellation).ConfigureAwait(false),
                await books.ReadByAsync(BalanceGrouping.Client, all, cancellation).ConfigureAwait(false));
        }
    }
}
