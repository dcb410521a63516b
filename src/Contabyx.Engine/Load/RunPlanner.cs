using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Reads the document of a complete run and plans its loads. Whatever the document claims is checked for sense here.
/// </summary>
internal sealed class RunPlanner(IBucket bucket)
{
    /// <param name="mode">How all tables are to be loaded; NULL for what the run says.</param>
    /// <exception cref="DamagedFileException">The document is missing or makes no sense.</exception>
    public async Task<PlannedRun> PlanAsync(string run, LoadMode? mode, CancellationToken cancellation)
    {
        var key = BucketLayout.RunPrefix(BucketLayout.Data, run) + BucketLayout.DocumentName;
        var document = await ReadAsync(key, cancellation).ConfigureAwait(false);
        if (document.Run != run)
            throw new DamagedFileException(
                bucket.UriOf(key), $"it speaks of the run '{document.Run}', but lies in '{run}'.");
        return new PlannedRun(
            run, [.. document.Tables.Select(table => Plan(run, table, mode, bucket.UriOf(key)))], document.Origin)
        {
            Refused = document.Refused ?? [],
        };
    }

    /// <summary>The content hash of files: equal for the same files in the same order.</summary>
    /// <param name="hashes">The files' hashes.</param>
    public static string ContentHash(IEnumerable<string> hashes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes))));

    /// <exception cref="DamagedFileException">The document is missing or makes no sense.</exception>
    public async Task<RunDocument> ReadAsync(string key, CancellationToken cancellation)
    {
        var json = await Documents.ReadAsync(bucket, key, cancellation).ConfigureAwait(false)
            ?? throw new DamagedFileException(bucket.UriOf(key), "it is not there, so the run is not complete.");
        return Parse(bucket.UriOf(key), json);
    }

    private static RunDocument Parse(string uri, byte[] json)
    {
        try
        {
            var document = RunJson.ReadDocument(json);
            if (document.FormatVersion != RunDocument.CurrentVersion)
            {
                throw new DamagedFileException(
                    uri, $"its layout is version {document.FormatVersion}; this Contabyx reads {RunDocument.CurrentVersion}.");
            }

            return RunCheck.Verify(document, uri);
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(uri, $"it is no run document: {e.Message}", e);
        }
    }

    /// <summary>Checks the names of a table's files, which become keys.</summary>
    /// <param name="documentUri">Where they are written, for the error.</param>
    /// <exception cref="DamagedFileException">A name would lead elsewhere.</exception>
    public static void CheckNames(RunTable table, string documentUri)
    {
        foreach (var file in table.Files)
        {
            if (!IsPartName(file.Name))
                throw new DamagedFileException(
                    documentUri, $"'{file.Name}' cannot be the name of a file of {table.Schema.Name}.");
        }
    }

    // The same on every system, whatever it takes for a separator.
    private static bool IsPartName(string name) =>
        name.Length is > 0 and <= 255 && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c))
        && name is not ("." or ".." or BucketLayout.ManifestName or BucketLayout.DocumentName or BucketLayout.ErrorsName
            or BucketLayout.BadRowsName);

    private PlannedTable Plan(string run, RunTable table, LoadMode? mode, string documentUri)
    {
        var prefix = BucketLayout.TablePrefix(BucketLayout.Data, run, table.Schema.Name);
        CheckNames(table, documentUri);
        var load = new TableLoad
        {
            Run = run,
            Table = table.Schema,
            // Rows that are not all of a table's make no sense in any other way.
            Mode = table.Sync is not null ? table.Mode : mode ?? table.Mode,
            Sync = table.Sync,
            Buckets = table.Sync?.Buckets is { } buckets ? LoadedBuckets.TryRead(table.Schema, buckets) : null,
            ManifestUri = bucket.UriOf(prefix + BucketLayout.ManifestName),
            FileUris = [.. table.Files.Select(file => bucket.UriOf(prefix + file.Name))],
            Format = table.Format,
            Compression = table.Compression,
            NullMarker = table.NullMarker,
            ContentHash = ContentHash([
                .. table.Files.Select(file => file.Sha256), .. table.Sync is { } sync ? [RunJson.Write(sync)] : Array.Empty<string>()]),
            Bytes = table.Files.Sum(file => file.Bytes),
        };
        var files = table.Files.Select(file => new PlannedFile(prefix + file.Name, file.Rows, file.Bytes, file.Sha256)
        {
            ETag = file.ETag, Checksum = file.Checksum,
        });
        // Of mended rows nobody has counted totals: then the number of rows is what can be proven.
        var expected = table.Totals.Columns.Count == 0 ? null : table.Totals;
        return new PlannedTable(load, expected, table.Totals.Rows, [.. files], prefix + BucketLayout.ManifestName)
        {
            ExpectedBy = documentUri,
        };
    }
}
