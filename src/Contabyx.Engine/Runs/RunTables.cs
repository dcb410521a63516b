using Contabyx.Engine.Buckets;

namespace Contabyx.Engine.Runs;

/// <summary>Turns the files of a run into the tables of its document, and back.</summary>
internal static class RunTables
{
    /// <param name="origin">Where its rows came from.</param>
    /// <param name="files">All its files, and the tables that were refused.</param>
    /// <param name="sent">The uploaded objects of the files; NULL if they were not sent yet.</param>
    /// <exception cref="DamagedFileException">Parts are missing.</exception>
    public static RunDocument Document(
        string run, ExportOrigin origin, IReadOnlyCollection<ContabyxFile> files, IReadOnlyDictionary<ContabyxFile, BucketObject>? sent = null)
    {
        var tables = files.Where(file => file.Error is null).GroupBy(file => file.Table, StringComparer.Ordinal);
        var refused = files.Where(file => file.Error is not null)
            .Select(file => new RefusedTable(file.Table, file.Mode, file.Error!, file.Advice ?? "")).ToList();
        return new RunDocument(
            RunDocument.CurrentVersion, run, origin, [.. tables.Select(table => FromFiles(table, sent))], refused.Count == 0 ? null : refused);
    }

    /// <summary>One table of a run's document.</summary>
    /// <param name="files">All parts of the table.</param>
    /// <param name="sent">Their uploaded objects; NULL if they were not sent yet.</param>
    /// <exception cref="DamagedFileException">Parts are missing.</exception>
    public static RunTable FromFiles(
        IEnumerable<ContabyxFile> files, IReadOnlyDictionary<ContabyxFile, BucketObject>? sent = null)
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
            first.IsUnchanged ? [] : [.. parts.Select(part => ToRunFile(part, sent?.GetValueOrDefault(part)))])
        {
            Sync = first.Sync,
        };
    }

    private static RunFile ToRunFile(ContabyxFile part, BucketObject? item) =>
        new(Path.GetFileName(part.Path), part.Rows, part.Bytes, part.Sha256) { ETag = item?.ETag, Checksum = item?.Checksum };

    /// <summary>The files in a run's document, and the tables that were refused.</summary>
    /// <param name="folder">The folder that they are in.</param>
    public static IReadOnlyList<ContabyxFile> ToFiles(RunDocument document, string folder) =>
    [
        .. document.Tables.SelectMany(table => table.Files.Select((file, i) => ToFile(document, table, file, i, folder))),
        .. document.Tables.Where(table => table is { Files.Count: 0, Mode: LoadMode.Differences, Sync: not null })
            .Select(table => ContabyxFile.Unchanged(document.Run, table.Schema, document.Origin, table.Sync!)),
        .. (document.Refused ?? []).Select(table => ContabyxFile.Refused(
            document.Run, new TableSchema(table.Table, [], []), document.Origin, table)),
    ];

    private static ContabyxFile ToFile(RunDocument document, RunTable table, RunFile file, int i, string folder) => new()
    {
        Run = document.Run,
        Table = table.Schema.Name,
        Path = Path.Combine(folder, Path.GetFileName(file.Name)),
        Part = i + 1,
        Parts = table.Files.Count,
        Rows = file.Rows,
        Bytes = file.Bytes,
        Sha256 = file.Sha256,
        Format = table.Format,
        Compression = table.Compression,
        NullMarker = table.NullMarker,
        Mode = table.Mode,
        Schema = table.Schema,
        Totals = table.Totals,
        Sync = table.Sync,
        Origin = document.Origin,
    };
}
