using Contabyx.Engine.Buckets;

namespace Contabyx.Engine.Runs;

/// <summary>
/// Turns a run into the records that flow down the pipeline, one for a file, and back. A table without a file, because it was
/// refused or is unchanged, is a record too.
/// </summary>
internal static class PipelineFiles
{
    /// <param name="folder">The folder that the files are in.</param>
    public static IReadOnlyList<ContabyxFile> Of(Run run, string folder) =>
    [
        .. run.Tables.SelectMany(table => table.Files.Select((file, i) => Of(run, table) with
        {
            Path = Path.Combine(folder, Path.GetFileName(file.Name)),
            Part = i + 1,
            Parts = table.Files.Count,
            // Only of loose files are these unknown.
            Rows = file.Rows!.Value,
            Bytes = file.Bytes,
            Sha256 = file.Sha256!,
        })),
        .. run.Tables.Where(table =>
            table is { Files.Count: 0, Mode: LoadMode.Differences, Sync: not null }).Select(table => Of(run, table)),
        .. (run.Refused ?? []).Select(refused => Of(run, refused)),
    ];

    /// <summary>The run that files belong to.</summary>
    /// <param name="files">All its files, and the tables without one; all of one run.</param>
    /// <param name="sent">The uploaded objects of the files; NULL if they were not sent yet.</param>
    /// <exception cref="DamagedFileException">Parts are missing.</exception>
    public static Run ToRun(IReadOnlyCollection<ContabyxFile> files, IReadOnlyDictionary<ContabyxFile, BucketObject>? sent = null)
    {
        var first = files.First();
        var tables = files.Where(file => file.Error is null).GroupBy(file => file.Table, StringComparer.Ordinal);
        var refused = files.Where(file => file.Error is not null)
            .Select(file => new RefusedTable(file.Table, file.Mode, file.Error!, file.Advice ?? "")).ToList();
        return new Run(first.Run, first.Origin, [.. tables.Select(table => ToTable(table, sent))], refused.Count == 0 ? null : refused);
    }

    private static ContabyxFile Of(Run run, RefusedTable refused) =>
        Of(run, RunTable.WithoutFiles(new TableSchema(refused.Table, [], []), refused.Mode)) with
        {
            Error = refused.Reason,
            Advice = refused.Advice,
        };

    private static ContabyxFile Of(Run run, RunTable table) => new()
    {
        Run = run.Id,
        Table = table.Schema.Name,
        Path = "",
        Part = 0,
        Parts = 0,
        Rows = 0,
        Bytes = 0,
        Sha256 = "",
        Format = table.Format,
        Compression = table.Compression,
        NullMarker = table.NullMarker,
        Mode = table.Mode,
        Schema = table.Schema,
        Totals = table.Totals,
        Sync = table.Sync,
        YearsLeftOut = table.YearsLeftOut ?? [],
        Origin = run.Origin,
    };

    private static RunTable ToTable(IEnumerable<ContabyxFile> files, IReadOnlyDictionary<ContabyxFile, BucketObject>? sent)
    {
        var parts = files.OrderBy(file => file.Part).ToList();
        var first = parts[0];
        if (!first.IsUnchanged && !parts.Select(part => part.Part).SequenceEqual(Enumerable.Range(1, first.Parts)))
        {
            throw new DamagedFileException(
                first.Path,
                $"{first.Table} has {first.Parts} parts in the run {first.Run}, but only part " +
                $"{string.Join(", ", parts.Select(part => part.Part))} arrived. Send all parts together.");
        }

        return new RunTable(
            first.Schema,
            first.Mode,
            first.Format,
            first.Compression,
            first.NullMarker,
            first.Totals,
            first.IsUnchanged ? [] : [.. parts.Select(part => ToFile(part, sent?.GetValueOrDefault(part)))])
        {
            Sync = first.Sync,
            YearsLeftOut = first.YearsLeftOut.Count == 0 ? null : first.YearsLeftOut,
        };
    }

    private static RunFile ToFile(ContabyxFile part, BucketObject? item) =>
        new(Path.GetFileName(part.Path), part.Rows, part.Bytes, part.Sha256) { ETag = item?.ETag, Checksum = item?.Checksum };
}
