using Contabyx.Engine.Books;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Export;

/// <summary>What an export asks of the warehouse that its files go to.</summary>
public static class ExportTarget
{
    /// <summary>Finds a missing schema or right for loads of books, before the first row is written.</summary>
    /// <param name="connection">Where the warehouse is.</param>
    /// <exception cref="WarehouseException">Something is missing.</exception>
    public static async Task RequireWarehouseAsync(ContabyxConnection connection, CancellationToken cancellation)
    {
        var warehouse = Addresses.OpenWarehouse(connection);
        await using (warehouse)
        {
            LoadNeeds[] books = [.. BooksSchema.Tables.Select(table => new LoadNeeds(table.Name))];
            var missing = await warehouse.FindMissingAsync(books, cancellation).ConfigureAwait(false);
            foreach (var refusal in missing.Values)
                throw refusal;
        }
    }

    /// <summary>How many files a connection's warehouse reads in parallel, without asking it.</summary>
    /// <param name="connection">Where the warehouse is.</param>
    public static int UsualSlices(ContabyxConnection connection) => Addresses.OpenWarehouse(connection).UsualSlices;

    /// <summary>How many files a connection's warehouse reads in parallel; the usual number if it does not answer.</summary>
    /// <param name="connection">Where the warehouse is.</param>
    public static async Task<int> CountSlicesAsync(ContabyxConnection connection, CancellationToken cancellation)
    {
        var warehouse = Addresses.OpenWarehouse(connection, waits: false);
        await using (warehouse)
        {
            try
            {
                return await warehouse.CountSlicesAsync(cancellation).ConfigureAwait(false);
            }
            catch (ConnectionException e) when (e.MayRetry)
            {
                return warehouse.UsualSlices; // It may be paused. An export does not need it.
            }
        }
    }
}
