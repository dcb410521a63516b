using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Reading;

/// <summary>Turns the patterns of a user into selections.</summary>
internal static class SelectionSearch
{
    /// <param name="missing">Called for each pattern that matches no table.</param>
    /// <returns>The selections, each table once.</returns>
    public static async Task<IReadOnlyList<TableSelection>> FindAsync(
        ISource source, SelectionRequest request, Func<ContabyxException, Task> missing, CancellationToken cancellation)
    {
        var schema = request.Tables.Count > 0 ? await source.ReadSchemaAsync(cancellation).ConfigureAwait(false) : [];
        var names = new List<string>();
        foreach (var (pattern, fits) in request.Tables)
        {
            try
            {
                var found = await TableSearch.FindAsync(source, schema, fits, pattern, cancellation).ConfigureAwait(false);
                names.AddRange(found.Select(table => table.Name));
            }
            catch (ContabyxException e) when (e is TableNotFoundException or TableRefusedException)
            {
                await missing(e).ConfigureAwait(false);
            }
        }

        var wanted = names.Distinct(StringComparer.Ordinal).Where(name => !request.ExcludedTables.Any(pattern => pattern.Fits(name)));
        return [.. wanted.Select(name => request.Each with { Table = name }), .. request.Others];
    }
}
