using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>Plans the loads of a complete run.</summary>
internal sealed class RunPlanner(IBucket bucket)
{
    /// <param name="mode">How to load all tables; NULL for what the run says.</param>
    /// <exception cref="DamagedFileException">The document is missing or is not valid.</exception>
    public async Task<PlannedRun> PlanAsync(string run, LoadMode? mode, CancellationToken cancellation)
    {
        var found = await new RunStore(bucket).ReadAsync(BucketLayout.Data, run, cancellation).ConfigureAwait(false);
        var tables = new List<PlannedTable>();
        foreach (var table in found.Tables)
        {
            var prefix = await TableFolder.FindAsync(bucket, BucketLayout.Data, run, table.Schema.Name, cancellation).ConfigureAwait(false);
            tables.Add(Plan(run, table, prefix, mode));
        }

        return new PlannedRun(run, tables, found.Origin) { Refused = found.Refused ?? [] };
    }

    /// <summary>The content hash of files: equal for the same files in the same order.</summary>
    /// <param name="hashes">The files' hashes.</param>
    public static string ContentHash(IEnumerable<string> hashes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes))));

    /// <summary>The content hash of a table of a run: equal for the same rows, in any run.</summary>
    public static string ContentHash(RunTable table) => ContentHash([
        .. table.Files.Select(file => file.Sha256!), .. table.Sync is { } sync ? [RunJson.Write(sync)] : Array.Empty<string>()]);

    private PlannedTable Plan(string run, RunTable table, string prefix, LoadMode? mode)
    {
        var load = new TableLoad
        {
            Run = run,
            Table = table.Schema,
            // Rows that are not all rows of a table cannot be loaded in any other mode.
            Mode = table.Sync is not null ? table.Mode : mode ?? table.Mode,
            Sync = table.Sync,
            YearsLeftOut = table.YearsLeftOut ?? [],
            Buckets = table.Sync?.Buckets is { } buckets ? LoadedBuckets.TryRead(table.Schema, buckets) : null,
            ManifestUri = bucket.UriOf(prefix + BucketLayout.ManifestName),
            FileUris = [.. table.Files.Select(file => bucket.UriOf(prefix + file.Name))],
            Format = table.Format,
            Compression = table.Compression,
            NullMarker = table.NullMarker,
            ContentHash = ContentHash(table),
            Bytes = table.Files.Sum(file => file.Bytes),
        };
        // Nobody has counted the totals of corrected rows: only the number of rows can be proven.
        var expected = table.Totals.Columns.Count == 0 ? null : table.Totals;
        return new PlannedTable(load, expected, table.Totals.Rows, prefix, table.Files)
        {
            ExpectedBy = bucket.UriOf(RunStore.KeyOf(BucketLayout.Data, run)),
        };
    }
}
