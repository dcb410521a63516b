using System.Globalization;
using System.Text;
using Amazon.S3;

namespace Contabyx.RedshiftEmulator;

/// <summary>Deals the rows of an UNLOAD to the slices, and each slice's to its files.</summary>
internal sealed class UnloadSink : IAsyncDisposable
{
    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";
    private readonly UnloadCommand _command;
    private readonly AmazonS3Client _store;
    private readonly int _slices;
    private readonly List<UnloadedField> _fields;
    private readonly List<int> _kept;
    private readonly List<int> _keys;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Folder, int Slice), UnloadPart> _open = [];

    public UnloadSink(UnloadCommand command, AmazonS3Client store, List<UnloadedField> fields, int slices)
    {
        (_command, _store, _fields, _slices) = (command, store, fields, command.Parallel ? slices : 1);
        _keys = [.. command.PartitionBy.Select(key => fields.FindIndex(field => field.Name == key) is var at && at >= 0
            ? at
            : throw new RedshiftException("42703", $"PARTITION BY column \"{key}\" is not in the query"))];
        _kept = [.. Enumerable.Range(0, fields.Count).Where(at => command.Include || !_keys.Contains(at))];
        if (_kept.Count == 0)
            throw new RedshiftException("0A000", "UNLOAD needs at least one column that is not in PARTITION BY");
    }

    /// <summary>The files that were written.</summary>
    public List<(ObjectFile File, long Rows)> Files { get; } = [];

    public long Rows { get; private set; }

    /// <summary>The partitions that have rows.</summary>
    public HashSet<string> Folders { get; } = new(StringComparer.Ordinal);

    public async Task AddAsync(List<string?> row, CancellationToken cancellation)
    {
        var key = (Folder(row), (int)(Rows++ % _slices));
        Folders.Add(key.Item1);
        if (!_open.TryGetValue(key, out var part))
            _open[key] = part = new UnloadPart(_kept.Select(at => _fields[at]));
        await part.AddAsync(_kept.ConvertAll(at => row[at]), cancellation).ConfigureAwait(false);
        if (part.Content.Length >= _command.MaxFileSize)
            await CloseAsync(key, cancellation).ConfigureAwait(false);
    }

    public async Task CompleteAsync(CancellationToken cancellation)
    {
        foreach (var key in _open.Keys.ToList())
            await CloseAsync(key, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _open.Values)
            await part.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync((string Folder, int Slice) key, CancellationToken cancellation)
    {
        _open.Remove(key, out var part);
        await using (part)
        {
            await part!.CompleteAsync(cancellation).ConfigureAwait(false);
            var (bucket, prefix) = ObjectStore.Split(_command.To);
            var file = new ObjectFile(bucket, $"{prefix}{key.Folder}{NextName(key)}.parquet", part.Content.Length);
            // The client closes what it sends, and the file is deleted then.
            await ObjectStore.PutAsync(_store, file.Bucket, file.Key, part.Content, _command.KmsKey, cancellation).ConfigureAwait(false);
            Files.Add((file, part.Rows));
        }
    }

    private string NextName((string Folder, int Slice) key)
    {
        var stem = _command.Parallel ? string.Create(CultureInfo.InvariantCulture, $"{key.Slice:0000}_part_") : "";
        var counted = key.Folder + stem;
        var number = _numbers[counted] = _numbers.TryGetValue(counted, out var last) ? last + 1 : 0;
        return stem + number.ToString(_command.Parallel ? "00" : "000", CultureInfo.InvariantCulture);
    }

    // The convention of Hive: r_UNLOAD.
    private string Folder(List<string?> row)
    {
        var folder = new StringBuilder();
        for (var i = 0; i < _keys.Count; i++)
            folder.Append(_command.PartitionBy[i]).Append('=').Append(Escaped(row[_keys[i]])).Append('/');
        return folder.ToString();
    }

    private static string Escaped(string? value) => value is null ? NullPartition : string.Concat(value.Select(c =>
        c < ' ' || "\"#%'*/:=?\\{[]^".Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : c.ToString()));
}
