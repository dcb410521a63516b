using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Contabyx.Engine.LocalFiles;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Buckets.Folder;

/// <summary>
/// The embedded bucket: a folder whose files are the objects. Objects appear by renaming, so they are complete or
/// absent.
/// </summary>
internal sealed class FolderBucket : IBucket
{
    private const string Arriving = ".arriving";
    private const string ArrivalPrefix = "contabyx-";
    private const int BufferSize = 1 << 17;
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    private readonly string _root;

    /// <summary>Creates the bucket; its folder is created at first use.</summary>
    /// <param name="path">The folder's full path.</param>
    public FolderBucket(string path) => _root = Path.GetFullPath(path);

    /// <inheritdoc/>
    public string Address => "file:" + _root;

    /// <inheritdoc/>
    public string UriOf(string key) => new Uri(FullPath(key)).AbsoluteUri;

    /// <inheritdoc/>
    public IReadOnlyList<string> InitializeSteps => [$"Create the folder {_root}"];

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellation)
    {
        PrivateFiles.CreateFolder(_root);
        foreach (var area in (string[])[BucketLayout.Data, BucketLayout.Processed, BucketLayout.Error])
            PrivateFiles.CreateFolder(Path.Combine(_root, area));
        ClearArrivals();
        return Task.CompletedTask;
    }

    // Only what this class creates there, recognized by name; never a link, nor what a link leads to.
    private void ClearArrivals()
    {
        var folder = new DirectoryInfo(Path.Combine(_root, Arriving));
        if (!folder.Exists || folder.LinkTarget is not null)
            return;
        foreach (var file in folder.EnumerateFiles(ArrivalPrefix + "*"))
        {
            var isOurs = file.Name.Length == ArrivalPrefix.Length + 32 && file.LinkTarget is null
                && Guid.TryParseExact(file.Name[ArrivalPrefix.Length..], "N", out _);
            if (isOurs && DateTime.UtcNow - file.LastWriteTimeUtc > Stale)
                file.Delete();
        }
    }

    /// <inheritdoc/>
    public Task<BucketObject> PutFileAsync(
        string key, string path, string? sha256, CancellationToken cancellation) =>
        ArriveAsync(key, async (target, stop) =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            var buffer = new byte[BufferSize];
            for (int read; (read = await source.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), stop).ConfigureAwait(false);
            }

            if (sha256 is not null && Convert.ToHexStringLower(hash.GetHashAndReset()) is var found && found != sha256)
                throw new DamagedFileException(
                    path, $"its SHA-256 is {found}, but it was {sha256} at the export.", advice: "Export and send the table again.");
        }, cancellation);

    /// <inheritdoc/>
    public Task<BucketObject> PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        ArriveAsync(key, (target, stop) => target.WriteAsync(content, stop).AsTask(), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BucketObject> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var path = FolderOf(prefix);
        if (!Directory.Exists(path))
            yield break;
        var files = FilesBelow(new DirectoryInfo(path))
            .Select(file => (Key: KeyOf(file.FullName), File: file))
            .Where(found => found.Key.StartsWith(prefix, StringComparison.Ordinal)
                && !found.Key.StartsWith(Arriving, StringComparison.Ordinal))
            .OrderBy(found => found.Key, StringComparer.Ordinal);
        foreach (var (key, file) in files)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Describe(key, file);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFoldersAsync(
        string prefix, string from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var path = FolderOf(prefix);
        if (!Directory.Exists(path))
            yield break;
        var folders = new DirectoryInfo(path).EnumerateDirectories()
            .Where(folder => KeyOf(folder.FullName).StartsWith(prefix, StringComparison.Ordinal)
                && string.CompareOrdinal(folder.Name, from) >= 0 && !folder.Attributes.HasFlag(FileAttributes.ReparsePoint))
            .OrderBy(folder => folder.Name + "/", StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FilesBelow(folder).Any())
                yield return folder.Name;
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        var path = PathOf(key);
        return Task.FromResult<Stream?>(File.Exists(path) ? File.OpenRead(path) : null);
    }

    /// <inheritdoc/>
    public async Task<string?> HashAsync(string key, CancellationToken cancellation)
    {
        await using var stream = new FileStream(
            PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public FileCheck HashKind => FileCheck.Bytes;

    /// <inheritdoc/>
    public async Task<bool> HoldsAsync(BucketObject item, string path, string sha256, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Bytes == new FileInfo(path).Length
            && await HashAsync(item.Key, cancellation).ConfigureAwait(false) == sha256;
    }

    /// <summary>The time of the file system, which is the time of another machine if the folder is a share.</summary>
    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellation)
    {
        var probe = NewArrival();
        try
        {
            using (OpenArrival(probe))
                return Task.FromResult<DateTimeOffset?>(new DateTimeOffset(File.GetLastWriteTimeUtc(probe)));
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <inheritdoc/>
    public Task MoveAsync(IReadOnlyList<ObjectMove> moves, CancellationToken cancellation)
    {
        string? changed = null;
        foreach (var move in moves)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!TryMove(move))
                changed ??= move.From;
        }

        return changed is null ? Task.CompletedTask : throw new BucketException(
            UriOf(changed), "it was replaced in the meantime.", "It stays where it is, and the next run loads it.");
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        var path = EntryOf(key);
        if (File.Exists(path))
            File.Delete(path);
        DeleteEmptyFolders(Path.GetDirectoryName(path)!);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAllAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
        {
            cancellation.ThrowIfCancellationRequested();
            await DeleteAsync(key, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> RetentionSteps(int days) =>
        ["A folder deletes nothing by itself: run Remove-ContabyxRun -OlderThanDays when old runs are to go"];

    /// <summary>Does nothing: no file system has such rules.</summary>
    public Task SetRetentionAsync(int days, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> FindThreatsAsync(string folder, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>?>([]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContabyxCheck> CheckAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var key = BucketLayout.Data + ".check-" + Guid.NewGuid().ToString("N");
        var problem = "";
        try
        {
            await PutAsync(key, "check"u8.ToArray(), cancellation).ConfigureAwait(false);
            await DeleteAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }

        yield return problem.Length == 0
            ? new ContabyxCheck(ContabyxTarget.Bucket, "Writable", CheckOutcome.Passed, $"Files can be written to the folder {_root}.")
            : new ContabyxCheck(
                ContabyxTarget.Bucket, "Writable", CheckOutcome.Failed, problem,
                "Give this user write access to it, or choose another folder.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // False when there is now another file than the one that was listed.
    private bool TryMove(ObjectMove move)
    {
        var (source, target) = (EntryOf(move.From), EntryOf(move.To));
        if (File.Exists(source))
        {
            if (move.Listed is { } listed && Describe(move.From, new FileInfo(source)).ETag != listed.ETag)
                return false;
            PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
            File.Move(source, target, overwrite: true);
        }
        else if (!File.Exists(target))
        {
            throw new DamagedFileException(UriOf(move.From), "it cannot be moved, because it no longer exists.");
        }

        DeleteEmptyFolders(Path.GetDirectoryName(source)!);
        return true;
    }

    private async Task<BucketObject> ArriveAsync(
        string key, Func<FileStream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        var target = EntryOf(key);
        var arriving = NewArrival();
        try
        {
            await using (var stream = OpenArrival(arriving))
                await write(stream, cancellation).ConfigureAwait(false);
            PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
            File.Move(arriving, target, overwrite: true);
        }
        finally
        {
            File.Delete(arriving);
        }

        return Describe(key, new FileInfo(target));
    }

    private string NewArrival() =>
        Path.Combine(_root, Arriving, ArrivalPrefix + Guid.NewGuid().ToString("N"));

    private FileStream OpenArrival(string path)
    {
        RefuseLink(Arriving, Path.GetDirectoryName(path)!);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        return PrivateFiles.Create(path);
    }

    private static BucketObject Describe(string key, FileInfo file) => new(
        key, file.Length, $"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}", new DateTimeOffset(file.LastWriteTimeUtc));

    private string KeyOf(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');

    // Folders that are links are not followed: what they lead to is not in this bucket.
    private static FileSystemEnumerable<FileInfo> FilesBelow(DirectoryInfo folder) => new(
        folder.FullName,
        (ref entry) => (FileInfo)entry.ToFileSystemInfo(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    private string FolderOf(string prefix) =>
        prefix.LastIndexOf('/') is > 0 and var end ? PathOf(prefix[..end]) : _root;

    // An object that is read must not be a link.
    private string PathOf(string key)
    {
        var path = EntryOf(key);
        RefuseLink(key, path);
        return path;
    }

    // A link is replaced, moved or deleted itself, but never what it leads to.
    private string EntryOf(string key)
    {
        var path = FullPath(key);
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
            RefuseLink(key, folder);
        return path;
    }

    private static void RefuseLink(string key, string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            throw new DamagedFileException(key, $"{path} is a link to {target}: put the file itself into the bucket.");
    }

    // A key that could lead out of the folder is refused, wherever it comes from.
    private string FullPath(string key)
    {
        var segments = key.TrimEnd('/').Split('/');
        if (segments.Any(segment => segment is "" or "." or ".." || segment.AsSpan().ContainsAny("\\:\0")))
            throw new DamagedFileException(
                key, "it is not a valid key: one of its parts is empty, '.' or '..', or contains '\\' or ':'.");
        return Path.Combine([_root, .. segments]);
    }

    // Folders are not objects: an empty folder is deleted, up to the areas of the bucket, which stay.
    private void DeleteEmptyFolders(string folder)
    {
        while (Path.GetRelativePath(_root, folder).Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                return; // Somebody put an object there in the meantime.
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
