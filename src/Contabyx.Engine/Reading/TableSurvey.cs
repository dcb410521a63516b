using Contabyx.Engine.Connections;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Reading;

/// <summary>
/// Reads the tables and views of a source, and what the warehouse's load history says about them: what
/// <c>Get-ContabyxTable</c> does. Nothing is changed.
/// </summary>
/// <param name="connection">Where the source and the warehouse are.</param>
/// <param name="notes">Receives a warning if the warehouse cannot be asked.</param>
public sealed class TableSurvey(ContabyxConnection connection, IRemarks notes)
{
    /// <summary>Reads the tables.</summary>
    /// <param name="fits">Whether a table's name is wanted.</param>
    /// <param name="exact">Whether rows are counted if the source only estimates them.</param>
    public async IAsyncEnumerable<ContabyxTable> ReadAsync(
        Func<string, bool> fits,
        bool exact,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = Addresses.OpenSource(connection, notes);
        await using (source.ConfigureAwait(false))
        {
            var facts = await source.ReadFactsAsync(cancellation).ConfigureAwait(false);
            var wanted = facts.Where(table => fits(table.Schema.Name)).ToList();
            if (wanted.Count == 0)
                yield break;
            var loads = await ReadLoadsAsync(cancellation).ConfigureAwait(false);
            foreach (var table in wanted)
            {
                var rows = exact && !table.RowsAreExact ? await CountAsync(source, table, cancellation).ConfigureAwait(false) : null;
                yield return Describe(rows is null ? table : table with { Rows = rows, RowsAreExact = true }, loads);
            }
        }
    }

    private ContabyxTable Describe(TableFacts facts, Dictionary<string, LoadRecord>? loads)
    {
        var advice = TableAdvice.Of(facts);
        var load = loads?.GetValueOrDefault(facts.Schema.Name);
        return new ContabyxTable
        {
            Table = facts.Schema.Name,
            Kind = facts.Kind,
            Rows = facts.Rows,
            RowsAreExact = facts.RowsAreExact,
            Bytes = facts.Bytes,
            Key = facts.Schema.Key,
            ColumnCount = facts.Schema.Columns.Count,
            Watermarks = advice.Watermarks,
            PersonalData = advice.PersonalData,
            SuggestedMode = advice.Mode,
            SuggestedBecause = advice.Reason,
            State = loads is null ? TableState.Unknown : load is null ? TableState.NeverLoaded : TableState.Loaded,
            LoadedAt = load?.LoadedAt,
            LoadedRows = load?.Rows,
            LoadedBy = load?.Mode,
            Run = load?.Run,
            Source = connection.Source,
            Warehouse = connection.Warehouse,
        };
    }

    // The latest load of each table, in any case; NULL if the warehouse cannot be asked. It may be paused.
    private async Task<Dictionary<string, LoadRecord>?> ReadLoadsAsync(CancellationToken cancellation)
    {
        try
        {
            var warehouse = Addresses.OpenWarehouse(connection);
            await using (warehouse.ConfigureAwait(false))
            {
                return (await warehouse.ReadHistoryAsync(null, cancellation).ConfigureAwait(false))
                    .GroupBy(load => load.Table, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(loads => loads.Key, loads => loads.MaxBy(load => load.LoadedAt)!, StringComparer.OrdinalIgnoreCase);
            }
        }
        catch (ContabyxException e) when (e is ConnectionException or BusyException or WarehouseException or TwinNotInstalledException)
        {
            notes.Warn($"The warehouse could not be asked which tables it has loaded. {e.Message}");
            return null;
        }
    }

    // A view can fail if its tables have changed; then its number of rows is unknown.
    private async Task<long?> CountAsync(ISource source, TableFacts table, CancellationToken cancellation)
    {
        try
        {
            var rows =
                await source.QueryAsync($"SELECT COUNT(*) FROM {source.QuoteTable(table.Schema.Name)}", cancellation).ConfigureAwait(false);
            return long.Parse(rows[0][0]!, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (ContabyxException e) when (e is SourceException or EmbeddedDatabaseException)
        {
            notes.Warn($"The rows of {table.Schema.Name} could not be counted. {e.Message}");
            return null;
        }
    }
}
