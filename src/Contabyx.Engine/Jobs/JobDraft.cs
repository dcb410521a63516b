using Contabyx.Engine.Connections;
using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Jobs;

/// <summary>Creates a job file from the tables of a source: what <c>New-ContabyxJob</c> does.</summary>
/// <param name="connection">Where the source is.</param>
/// <param name="options">What else the file contains.</param>
/// <param name="notes">Receives what a user may want to know.</param>
public sealed class JobDraft(ContabyxConnection connection, JobDraftOptions options, IProgress<string> notes)
{
    /// <summary>The file's text. Nothing is written, and no row is read.</summary>
    /// <exception cref="TableNotFoundException">No table has one of the requested names, or there are no tables.</exception>
    public async Task<string> WriteAsync(CancellationToken cancellation)
    {
        var source = Addresses.OpenSource(connection, notes);
        var warehouse = Addresses.OpenWarehouse(connection, notes);
        await using (source.ConfigureAwait(false))
        await using (warehouse.ConfigureAwait(false))
        {
            var all = await source.ReadFactsAsync(cancellation).ConfigureAwait(false);
            var wanted = options.Tables.Count == 0 ? [.. all] : Choose(all);
            if (wanted.Count == 0)
                throw new TableNotFoundException("*", source.Address, []);
            return new JobText(connection, options).Write(wanted.Select(table => Draft(table, warehouse)));
        }
    }

    private List<TableFacts> Choose(IReadOnlyList<TableFacts> all)
    {
        var chosen = new List<TableFacts>();
        foreach (var (pattern, fits) in options.Tables)
        {
            var found = all.Where(table => table.Schema.Name == pattern).ToList();
            if (found.Count == 0)
                found = [.. all.Where(table => fits(table.Schema.Name))];
            if (found.Count == 0)
                throw new TableNotFoundException(pattern, connection.Source, all.Select(table => table.Schema.Name));
            chosen.AddRange(found);
        }

        return [.. chosen.DistinctBy(table => table.Schema.Name)];
    }

    private static JobDraftTable Draft(TableFacts table, IWarehouse warehouse)
    {
        string[] refused = [.. table.Schema.Columns.Where(column => column.Refusal is not null).Select(column => column.Name)];
        var rest = table.Schema with { Columns = [.. table.Schema.Columns.Where(column => column.Refusal is null)] };
        var problems = rest.Columns.Count == 0 ? ["none of its columns can be loaded"] : warehouse.ProblemsOf(rest);
        return new JobDraftTable(table, TableAdvice.Of(table), refused, problems);
    }
}
