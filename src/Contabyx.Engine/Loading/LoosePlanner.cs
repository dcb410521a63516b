namespace Contabyx.Engine;

/// <summary>
/// Plans the load of a file that somebody dropped into <c>data/</c> by hand, such as <c>Clients.txt</c>: its name is
/// the table's. It becomes a run of its own, with a manifest, since without one COPY would also take every key that
/// begins alike.
/// </summary>
internal sealed class LoosePlanner(IBucket bucket, IWarehouse warehouse)
{
    private const long SureBytes = 1L << 30;
    private const int UnpackedTimes = 200;

    /// <summary>Plans a file.</summary>
    /// <param name="file">The object.</param>
    /// <param name="run">The run that it becomes.</param>
    /// <param name="known">Schemas of tables that may be created.</param>
    /// <param name="mode">How it is to be loaded; NULL for Merge where the table has a key, else Append.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ContabyxException">The file's name or content cannot be used.</exception>
    public async Task<PlannedRun> PlanAsync(
        BucketObject file,
        string run,
        IReadOnlyList<TableSchema> known,
        LoadMode? mode,
        CancellationToken cancellation)
    {
        var uri = bucket.UriOf(file.Key);
        if (FileFormats.FromFileName(file.Key) is not { } name)
        {
            throw new DamagedFileException(
                uri, "its name says no format: name it TABLE.csv or TABLE.txt (also .gz, .zst), or TABLE.parquet.");
        }

        var book = known.FirstOrDefault(schema => schema.Name.Equals(name.Table, StringComparison.OrdinalIgnoreCase));
        var table = await warehouse.ReadTableAsync(name.Table, cancellation).ConfigureAwait(false) is { } found
            ? found with { Name = book?.Name ?? found.Name }
            : book ?? throw new TableNotFoundException(name.Table, warehouse.Address, known.Select(schema => schema.Name));
        var hash = await bucket.HashAsync(file.Key, cancellation).ConfigureAwait(false);
        var (header, rows) = await InspectAsync(file, name, table, cancellation).ConfigureAwait(false);
        var manifestKey = BucketLayout.TablePrefix(BucketLayout.Data, run, table.Name) + BucketLayout.ManifestName;
        var load = new TableLoad
        {
            Run = run,
            Table = table,
            Mode = mode ?? (table.Key.Count > 0 ? LoadMode.Merge : LoadMode.Append),
            ManifestUri = bucket.UriOf(manifestKey),
            FileUris = [uri],
            Format = name.Format,
            Compression = name.Compression,
            NullMarker = NullMarkers.Default,
            HeaderLines = header ? 1 : 0,
            ContentHash = RunPlanner.ContentHash([hash ?? file.ETag]),
            Bytes = file.Bytes,
        };
        var expected = rows - (header ? 1 : 0);
        var planned = new PlannedTable(
            load, null, expected, [new PlannedFile(file.Key, expected, file.Bytes, hash)], manifestKey)
        {
            ExpectedBy = uri,
        };
        return new PlannedRun(run, [planned], null);
    }

    /// <summary>Writes the manifest of a loose file, just before it is loaded.</summary>
    /// <param name="table">The planned table.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task PutManifestAsync(PlannedTable table, CancellationToken cancellation)
    {
        var entries = table.Files.Select(file => new CopyManifestEntry(
            bucket.UriOf(file.Key), Mandatory: true, new CopyManifestMeta(file.Bytes)));
        return bucket.PutAsync(table.ManifestKey, RunJson.Write(new CopyManifest([.. entries])), cancellation);
    }

    private async Task<(bool Header, long? Rows)> InspectAsync(
        BucketObject file, LooseFileName name, TableSchema table, CancellationToken cancellation)
    {
        var key = file.Key;
        if (name.Format == FileFormat.Parquet)
            return (false, null);
        try
        {
            var head = new byte[8192];
            await using var first = await OpenAsync(key, name.Compression, cancellation).ConfigureAwait(false);
            var length = await first.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            await using var all = await OpenAsync(key, name.Compression, cancellation).ConfigureAwait(false);
            var rows = await CsvRecords.CountAsync(all, cancellation, MostBytes(file, name)).ConfigureAwait(false);
            return (IsHeader(head.AsSpan(0, length), table), rows);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ZstdSharp.ZstdException)
        {
            throw new DamagedFileException(bucket.UriOf(key), $"it cannot be read to its end: {e.Message}", e);
        }
    }

    // Rows of a table unpack to 3 to 100 times their size. A bomb unpacks to any size, and would keep the load busy for hours.
    private static long MostBytes(BucketObject file, LooseFileName name) =>
        name.Compression == FileCompression.None ? long.MaxValue : Math.Max(SureBytes, UnpackedTimes * file.Bytes);

    private async Task<Stream> OpenAsync(string key, FileCompression compression, CancellationToken cancellation)
    {
        var stream = await bucket.OpenAsync(key, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(bucket.UriOf(key), "it is missing.");
        return FileStreams.OpenDecompressed(stream, compression);
    }

    // A first line that spells the columns' names is a header; a table whose first row did would be odd indeed.
    private static bool IsHeader(ReadOnlySpan<byte> head, TableSchema table)
    {
        var end = head.IndexOf((byte)'\n');
        var line = System.Text.Encoding.UTF8.GetString(end < 0 ? head : head[..end]).TrimEnd('\r').TrimStart('\uFEFF');
        var names = line.Split(',').Select(field => field.Trim('"'));
        return names.SequenceEqual(table.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
    }
}
