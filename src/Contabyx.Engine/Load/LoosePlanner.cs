using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Plans the load of a file that somebody put into <c>data/</c> by hand, such as <c>Clients.txt</c>: its name is
/// the table's. It becomes a run of its own, with a manifest, since without one COPY would also take every key that
/// begins with the same characters.
/// </summary>
internal sealed class LoosePlanner(IBucket bucket, IWarehouse warehouse)
{
    /// <summary>Plans a file.</summary>
    /// <param name="run">The run that it becomes.</param>
    /// <param name="known">Schemas of tables that may be created.</param>
    /// <param name="mode">How to load it; NULL for Merge if the table has a key, otherwise Append.</param>
    /// <exception cref="ContabyxException">The file's name or content cannot be used.</exception>
    public async Task<PlannedRun> PlanAsync(
        BucketObject file,
        string run,
        IReadOnlyList<TableSchema> known,
        LoadMode? mode,
        CancellationToken cancellation)
    {
        var uri = bucket.UriOf(file.Key);
        if (RowFormats.FromFileName(file.Key) is not { } name)
            throw RowFormats.Refuse(uri, "Rename the file, and send it again. It is kept in error/.");
        var book = known.FirstOrDefault(schema => schema.Name.Equals(name.Table, StringComparison.OrdinalIgnoreCase));
        var table = await warehouse.ReadTableAsync(name.Table, cancellation).ConfigureAwait(false) is { } found
            ? found with { Name = book?.Name ?? found.Name }
            : book ?? throw new TableNotFoundException(name.Table, warehouse.Address, known.Select(schema => schema.Name));
        if (OwnTables.Have(table.Name) || OwnTables.Have(name.Table))
            throw new DamagedFileException(uri, OwnTables.Refusal(name.Table));
        var read = RowFormats.Of(name.Format).IsText
            ? await new LooseFileReader(bucket).ReadAsync(file, name.Compression, table, cancellation).ConfigureAwait(false)
            : null;
        var told = read?.Sha256 ?? await bucket.HashAsync(file.Key, cancellation).ConfigureAwait(false);
        var isWhole = told?.Contains('-', StringComparison.Ordinal) == false;
        var load = new TableLoad
        {
            Run = run,
            Table = table,
            Mode = mode ?? (table.Key.Count > 0 ? LoadMode.Merge : LoadMode.Append),
            ManifestUri = bucket.UriOf(RunStore.ManifestKeyOf(run, table.Name)),
            FileUris = [uri],
            Format = name.Format,
            Compression = name.Compression,
            NullMarker = NullMarkers.Default,
            HeaderLines = read?.HasHeader == true ? 1 : 0,
            ContentHash = RunPlanner.ContentHash([told ?? file.ETag]),
            Bytes = file.Bytes,
        };
        var part = new RunFile(file.Key[BucketLayout.Data.Length..], read?.Rows, file.Bytes, isWhole ? told : null)
        {
            ETag = file.ETag, Checksum = isWhole ? null : told,
        };
        var planned = new PlannedTable(load, null, read?.Rows, BucketLayout.Data, [part]) { ExpectedBy = uri };
        return new PlannedRun(run, [planned], null);
    }

    /// <summary>Writes the manifest of a loose file, just before it is loaded.</summary>
    public Task PutManifestAsync(PlannedTable table, CancellationToken cancellation) => new RunStore(bucket).PutManifestAsync(
        table.Load.Run, table.Load.Table.Name, table.Files.Select(file => (table.KeyOf(file), file.Bytes)), cancellation);
}
