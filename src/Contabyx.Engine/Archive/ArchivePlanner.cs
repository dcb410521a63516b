using System.Globalization;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>Finds what would be moved, and by which statements. Nothing is changed.</summary>
/// <param name="files">The objects of the archive.</param>
/// <param name="notes">Receives what a user may want to know.</param>
internal sealed class ArchivePlanner(IWarehouse warehouse, ArchiveFiles files, IProgress<string> notes)
{
    private readonly IArchive _archive = warehouse.Archive;

    /// <summary>The years of a table that a request would archive, the oldest first.</summary>
    /// <param name="now">The time, whose year is not finished.</param>
    public async Task<ArchivePlan> PlanAsync(ArchiveRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = ArchiveRules.BeforeOf(request, now);
        var table = await FindAsync(request.Table, cancellation).ConfigureAwait(false);
        var all = await _archive.ReadAsync(cancellation).ConfigureAwait(false);
        var archived = Of(table.Name, all);
        var place = new ArchivedTable(table with { Key = [] }, ArchiveRules.ColumnOf(request, table, archived), archived)
        {
            Location = files.LocationOf(table.Name),
            ExternalSchema = request.ExternalSchema,
            View = ArchiveRules.ViewOf(request, table, archived),
        };
        ArchiveRules.Check(table, _archive);
        ArchiveRules.CheckView(place, all);
        await _archive.CheckAsync(table, cancellation).ConfigureAwait(false);
        if (await _archive.FindOtherViewAsync(place, cancellation).ConfigureAwait(false) is { } other)
        {
            throw new ArchiveException(
                table.Name, $"there is {other} named {place.View} already, and it is not a view of the archive.",
                "Name another view: -View NAME.");
        }

        var years = await _archive.CountYearsAsync(table, place.Column, before, cancellation).ConfigureAwait(false);
        var steps = new List<ArchiveStep>();
        foreach (var (year, rows) in years)
            steps.Add(await PlanAsync(place, year, rows, isFirst: steps.Count == 0, cancellation).ConfigureAwait(false));
        var isCurrent = await IsViewCurrentAsync(place, cancellation).ConfigureAwait(false);
        return new ArchivePlan(steps) { Place = place, ViewStatements = isCurrent ? [] : _archive.PrepareStatements(place) };
    }

    /// <summary>A year that would be brought back.</summary>
    public async Task<ArchiveStep> PlanRestoreAsync(string name, int year, CancellationToken cancellation)
    {
        var archived = await ReadAsync(name, cancellation).ConfigureAwait(false);
        var found = archived.FirstOrDefault(other => other.Year == year) ?? throw YearRestoring.NotArchived(name, year);
        var table = await FindAsync(name, cancellation).ConfigureAwait(false);
        var place = new ArchivedTable(table with { Key = [] }, found.Column, archived)
        {
            Location = files.LocationOf(found.Table), ExternalSchema = found.ExternalSchema, View = found.View,
        };
        return new ArchiveStep(found.Table, year, found.Rows) { Place = place, Statements = _archive.RestoreStatements(place, found) };
    }

    private async Task<ArchiveStep> PlanAsync(
        ArchivedTable place, int year, long rows, bool isFirst, CancellationToken cancellation)
    {
        if (place.Years.Any(known => known.Year == year))
        {
            notes.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{place.Name} has rows of {year} ({rows}), which is archived: they were inserted since. They stay in the table, "
                    + $"and {place.View} shows them beside those of the archive."));
            return new ArchiveStep(place.Name, year, rows) { Place = place, IsArchived = true };
        }

        var id = files.NewId();
        var planned = _archive.Plan(place, year, id, files.LocationOf(place.Name, year, id));
        planned = planned with { Rows = rows, ArchivedAt = DateTimeOffset.UtcNow };
        var leftovers = files.OwnOf(await _archive.ReadAttemptsAsync(place.Name, year, cancellation).ConfigureAwait(false));
        return new ArchiveStep(place.Name, year, rows)
        {
            Place = place,
            Writes = planned.Location,
            Deletes = files.UrisOf(await files.FindAsync(place.Name, year, leftovers, cancellation).ConfigureAwait(false)),
            Statements =
            [
                .. isFirst ? await PrepareStatementsAsync(place, cancellation).ConfigureAwait(false) : [],
                .. _archive.ArchiveStatements(place, planned),
                .. warehouse.AfterLoadStatements(place.Name, []),
            ],
        };
    }

    private async Task<IReadOnlyList<string>> PrepareStatementsAsync(ArchivedTable place, CancellationToken cancellation) =>
        [.. await warehouse.PlanHistoryAsync(cancellation).ConfigureAwait(false), .. _archive.PrepareStatements(place)];

    // Until the first year is archived there is none, and nobody needs one.
    private async Task<bool> IsViewCurrentAsync(ArchivedTable place, CancellationToken cancellation) =>
        place.Years.Count == 0 || await _archive.IsViewCurrentAsync(place, cancellation).ConfigureAwait(false);

    // With everything that prevents rows from being deleted.
    private async Task<TableSchema> FindAsync(string name, CancellationToken cancellation) =>
        (await warehouse.ReadTablesAsync([name], cancellation).ConfigureAwait(false)).FirstOrDefault()
        ?? throw new TableNotFoundException(name, warehouse.Address, "Load the table first, or check its name.");

    private async Task<IReadOnlyList<ArchivedYear>> ReadAsync(string table, CancellationToken cancellation) =>
        Of(table, await _archive.ReadAsync(cancellation).ConfigureAwait(false));

    private static IReadOnlyList<ArchivedYear> Of(string table, IReadOnlyList<ArchivedYear> years) =>
        [.. years.Where(year => year.Table.Equals(table, StringComparison.OrdinalIgnoreCase))];
}
