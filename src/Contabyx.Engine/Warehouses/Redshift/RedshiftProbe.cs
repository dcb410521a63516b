using System.Runtime.CompilerServices;
using System.Text;
using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Runs;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Tries what only a COPY can show: whether the user may make temporary tables, and whether the role may read and decrypt
/// what Contabyx writes into the bucket. Nothing is loaded, and the objects are removed again.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="bucket">The bucket's address.</param>
/// <param name="sql">Writes the statements.</param>
/// <param name="copy">How COPY reads the bucket.</param>
internal sealed class RedshiftProbe(
    string database, string bucket, BucketSettings bucketSettings, WarehouseSettings settings, RedshiftLoadSql sql, RedshiftCopy copy)
{
    private readonly string _folder = ".check-" + Guid.NewGuid().ToString("N");

    /// <summary>Runs the checks. A COPY that fails ends the session.</summary>
    public async IAsyncEnumerable<ContabyxCheck> RunAsync(
        RedshiftSession session, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var temp = await TryTempAsync(session, cancellation).ConfigureAwait(false);
        yield return temp;
        if (temp.Outcome != CheckOutcome.Passed)
            yield return Check("Role", CheckOutcome.Skipped, "COPY needs a temporary table.");
        else if (!bucket.StartsWith(S3Address.Start, StringComparison.Ordinal))
            yield return Check("Role", CheckOutcome.Skipped, "The bucket is not in S3, so COPY cannot read it.");
        else
            yield return await TryRoleAsync(session, cancellation).ConfigureAwait(false);
    }

    private async Task<ContabyxCheck> TryTempAsync(RedshiftSession session, CancellationToken cancellation)
    {
        try
        {
            await session.RunAsync(sql.CreateStage(Load("")), cancellation).ConfigureAwait(false);
            return Check("Temp", CheckOutcome.Passed, $"{session.User} may create temporary tables in {database}.");
        }
        catch (ContabyxException e)
        {
            return Check(
                "Temp", CheckOutcome.Failed, e.Message, $"GRANT TEMP ON DATABASE {database} TO {SqlText.Identifier(session.User)}.");
        }
    }

    private async Task<ContabyxCheck> TryRoleAsync(RedshiftSession session, CancellationToken cancellation)
    {
        var store = new S3Bucket(S3Address.Parse(bucket), bucketSettings);
        await using (store.ConfigureAwait(false))
        {
            try
            {
                var manifest = await PutAsync(store, cancellation).ConfigureAwait(false);
                return await CopyAsync(session, manifest, cancellation).ConfigureAwait(false);
            }
            catch (ContabyxException e)
            {
                return Check("Role", CheckOutcome.Skipped, "COPY was not tried, because the bucket cannot be used: " + e.Message);
            }
            finally
            {
                await RemoveAsync(store).ConfigureAwait(false);
            }
        }
    }

    private async Task<ContabyxCheck> CopyAsync(RedshiftSession session, string manifest, CancellationToken cancellation)
    {
        var credentials = await copy.CredentialsAsync(cancellation).ConfigureAwait(false);
        try
        {
            await session.RunAsync(sql.Copy(Load(manifest), credentials, copy.Region, "NOLOAD"), cancellation).ConfigureAwait(false);
        }
        catch (ContabyxException e)
        {
            return Check("Role", CheckOutcome.Failed, e.Message, e.Advice);
        }

        return settings.CopyWithKeys
            ? Check(
                "Role", CheckOutcome.Warning, "COPY receives the keys of the bucket in the text of its statement.",
                "Attach a role to the warehouse, and connect with -IamRole.")
            : Check("Role", CheckOutcome.Passed, $"COPY read a file of {bucket} with the role {settings.IamRole}.");
    }

    private async Task<string> PutAsync(S3Bucket store, CancellationToken cancellation)
    {
        var row = Encoding.UTF8.GetBytes("1\n");
        var manifest = RunJson.Write(CopyManifest.Of([(store.UriOf(Keys[0]), row.Length)]));
        await store.PutAsync(Keys[0], row, cancellation).ConfigureAwait(false);
        await store.PutAsync(Keys[1], manifest, cancellation).ConfigureAwait(false);
        return store.UriOf(Keys[1]);
    }

    private async Task RemoveAsync(S3Bucket store)
    {
        foreach (var key in Keys)
        {
            try
            {
                await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ContabyxException)
            {
                // The check of the bucket's objects says so.
            }
        }
    }

    private string[] Keys => [_folder + "/row.csv", _folder + "/manifest.json"];

    private static TableLoad Load(string manifest) => new()
    {
        Run = "check",
        Table = new TableSchema("check", [new ColumnSchema("n", ColumnType.Of(ColumnKind.Int32))], []),
        Mode = LoadMode.Append,
        ManifestUri = manifest,
        FileUris = [],
        Format = FileFormat.Csv,
        Compression = FileCompression.None,
        NullMarker = NullMarkers.Default,
        ContentHash = "",
        Bytes = 0,
    };

    private static ContabyxCheck Check(string check, CheckOutcome outcome, string detail, string? advice = null) =>
        new(ContabyxTarget.Warehouse, check, outcome, detail, advice);
}
