using System.Security.Cryptography;
using System.Text;
using Amazon.S3;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Reads the files of an external table into temporary tables of the session, one for each part of it. A part is read again when its
/// files are others: their names and their tags are in the temporary table's name.
/// </summary>
/// <param name="pseudo">
/// With <c>$path</c> and <c>$size</c>, which <c>SELECT *</c> does not return: <c>c-spectrum-external-tables</c>.
/// </param>
internal sealed class ExternalScan(
    EmulatorState state, BackendConnection backend, BackendDialogue dialogue, bool pseudo)
{
    private static readonly FileColumn[] Pseudo = [new("$path", "varchar(1024)"), new("$size", "bigint")];

    /// <summary>The query for PostgreSQL that gives the table's rows.</summary>
    public async Task<string> BindAsync(ExternalTable table, S3Access access, CancellationToken cancellation)
    {
        using var store = state.Store.Open(access);
        var parts = new List<string>();
        foreach (var partition in table.Partitions)
        {
            var files = await FilesAsync(store, partition.Location, cancellation).ConfigureAwait(false);
            if (files.Count == 0)
                continue;
            var name = await LoadAsync(store, table, files, cancellation).ConfigureAwait(false);
            var columns = table.Columns.Select(column => Quoted.Name(column.Name)).Concat(
                table.Keys.Select(key => Item(partition.Values[key.Name] is { } value ? Quoted.Text(value) : "NULL", key)))
                .Concat((pseudo ? Pseudo : []).Select(column => Quoted.Name(column.Name)));
            parts.Add($"SELECT {string.Join(", ", columns)} FROM {name}");
        }

        if (parts.Count > 0)
            return string.Join(" UNION ALL ", parts);
        var none = table.Columns.Concat(table.Keys).Concat(pseudo ? Pseudo : []).Select(column => Item("NULL", column));
        return $"SELECT {string.Join(", ", none)} WHERE false";
    }

    private static string Item(string value, FileColumn column) => $"CAST({value} AS {column.Type}) AS {Quoted.Name(column.Name)}";

    // Sub-folders are read, hidden files are not: c-spectrum-external-tables.
    private static async Task<List<FoundFile>> FilesAsync(AmazonS3Client store, string location, CancellationToken cancellation)
    {
        var (bucket, key) = ObjectStore.Split(location.EndsWith('/') ? location : location + "/");
        var found = await ObjectStore.ListAsync(store, bucket, key.TrimEnd('/'), cancellation).ConfigureAwait(false);
        if (key.Length > 0 && found.Exists(file => file.Key == key[..^1]))
            throw RedshiftException.NotEmulated("An external table with a manifest");
        found.RemoveAll(file => !file.Key.StartsWith(key, StringComparison.Ordinal));
        return [.. found.Where(file => !IsHidden(file.Key[(file.Key.LastIndexOf('/') + 1)..]))
            .Select(file => new FoundFile(new ObjectFile(bucket, file.Key, file.Bytes), file.Tag))];
    }

    private static bool IsHidden(string name) => name.Length == 0 || name[0] is '.' or '_' or '#' || name[^1] == '~';

    /// <returns>The temporary table.</returns>
    private async Task<string> LoadAsync(
        AmazonS3Client store, ExternalTable table, List<FoundFile> files, CancellationToken cancellation)
    {
        var text = string.Join('\n', table.Columns.Select(column => $"{column.Name} {column.Type}")
            .Concat(files.Select(file => $"{file.File.Url} {file.File.Bytes} {file.Tag}")));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
        var name = $"pg_temp.\"spectrum_{hash}\"";
        var there = await dialogue.RunAsync($"SELECT to_regclass('{name}')", cancellation).ConfigureAwait(false);
        if (there[0][0] is not null)
            return name;
        var columns = string.Join(", ", table.Columns.Concat(Pseudo).Select(column => $"{Quoted.Name(column.Name)} {column.Type}"));
        await dialogue.RunAsync($"CREATE TABLE {name} ({columns})", cancellation).ConfigureAwait(false);
        await dialogue.RunAsync($"GRANT SELECT ON {name} TO PUBLIC", cancellation).ConfigureAwait(false);
        foreach (var file in files)
        {
            await using var content = await ObjectStore.OpenAsync(store, file.File, cancellation).ConfigureAwait(false);
            var reader = new ExternalFile(backend, dialogue, file.File, table.Columns, name);
            await reader.LoadAsync(content, cancellation).ConfigureAwait(false);
        }

        return name;
    }

    /// <summary>A file of the listing.</summary>
    /// <param name="Tag">Changes with its content.</param>
    private sealed record FoundFile(ObjectFile File, string Tag);
}
