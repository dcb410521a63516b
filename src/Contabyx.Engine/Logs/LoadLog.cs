using System.Globalization;
using System.Text;
using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Logs;

/// <summary>
/// The log of loads, <c>redshift.log</c>: one <see cref="LogLine"/> per event. Lines are only ever added, by any number
/// of processes at once. A file that has grown to its limit becomes <c>redshift.1.log</c>, that one <c>redshift.2.log</c>,
/// and so on; the oldest is deleted. A line that cannot be written stops no work: <see cref="Failure"/> keeps the reason.
/// </summary>
internal sealed class LoadLog
{
    /// <summary>How large a file may become, in bytes.</summary>
    public const long DefaultLimit = 10 << 20;

    /// <summary>The fact that names the bucket of a failure without a run.</summary>
    public const string BucketFact = "bucket";

    /// <summary>The fact that names its job.</summary>
    public const string JobFact = "job";

    private const int Kept = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Processes exclude each other with the lock file, and threads of this process with this, because that lock belongs
    // to the process.
    private static readonly Lock Mine = new();

    private readonly long _limit;
    private readonly LogFormat _format;

    /// <summary>Creates the log; its folder is created at the first line.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="format">How events are written.</param>
    /// <param name="limit">How large a file may become, in bytes.</param>
    public LoadLog(string path, LogFormat format = LogFormat.Text, long limit = DefaultLimit)
    {
        Path = path;
        _format = format;
        _limit = limit;
    }

    /// <summary>The log of a connection.</summary>
    public static LoadLog Of(ContabyxConnection connection) => new(connection.LogPath, connection.LogFormat);

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Why the first line that failed could not be written; NULL when all lines were.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Adds a line.</summary>
    /// <param name="level">How serious it is.</param>
    /// <param name="run">The run; NULL for none.</param>
    /// <param name="table">The table; NULL for none.</param>
    /// <param name="message">What happened, in one sentence.</param>
    /// <param name="facts">Names and values; NULL values are left out.</param>
    public void Write(
        LogLevel level, string? run, string? table, string message, params IEnumerable<(string Name, object? Value)> facts) =>
        Write(Entry(level, run, table, message, facts));

    /// <summary>Adds a line.</summary>
    public void Write(ContabyxLogEntry entry)
    {
        var line = _format == LogFormat.Ndjson ? LogLine.WriteJson(entry) : LogLine.Write(entry);
        lock (Mine)
        {
            try
            {
                Append(new UTF8Encoding(false).GetBytes(line));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BusyException)
            {
                Failure ??= e;
            }
        }
    }

    /// <summary>An event of this moment.</summary>
    /// <param name="level">How serious it is.</param>
    /// <param name="run">The run; NULL for none.</param>
    /// <param name="table">The table; NULL for none.</param>
    /// <param name="message">What happened, in one sentence.</param>
    /// <param name="facts">Names and values; NULL values are left out.</param>
    public static ContabyxLogEntry Entry(
        LogLevel level, string? run, string? table, string message, params IEnumerable<(string Name, object? Value)> facts) =>
        new(DateTimeOffset.UtcNow, level, run, table, message, facts.Where(fact => fact.Value is not null)
            .ToDictionary(fact => fact.Name, fact => fact.Value!, StringComparer.Ordinal));

    /// <summary>Adds a failure that belongs to no table, so that a night without a run leaves a trace, too.</summary>
    /// <param name="bucket">The address of the bucket that the run is in, or would have gone to.</param>
    /// <param name="job">The job; NULL for none.</param>
    /// <param name="message">What happened, in one sentence.</param>
    /// <param name="run">The run that waits because of it; NULL for none.</param>
    public void WriteFailure(string bucket, string? job, string message, string? run = null) =>
        Write(LogLevel.Error, run, null, message, (BucketFact, bucket), (JobFact, job));

    /// <summary>Copies the file between two lines; does nothing when there is no file.</summary>
    /// <param name="path">The copy, which is overwritten.</param>
    /// <returns>Whether there is a log.</returns>
    public bool CopyTo(string path)
    {
        lock (Mine)
        {
            if (!File.Exists(Path))
                return false;
            using var alone = Lock();
            File.Copy(Path, path, overwrite: true);
            return true;
        }
    }

    /// <summary>The log's files that are there, the oldest first.</summary>
    /// <param name="path">The log's full path.</param>
    public static IReadOnlyList<string> Files(string path) =>
        [.. Enumerable.Range(1, Kept).Reverse().Select(age => Older(path, age)).Append(path).Where(File.Exists)];

    private void Append(byte[] line)
    {
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        using var alone = Lock();
        Rotate(line.Length);
        using var file = PrivateFiles.Open(Path, FileMode.Append, share: FileShare.ReadWrite | FileShare.Delete);
        file.Write(line);
    }

    private void Rotate(int more)
    {
        if (!File.Exists(Path) || new FileInfo(Path).Length + more <= _limit)
            return;
        for (var age = Kept; age > 0; age--)
        {
            var newer = age == 1 ? Path : Older(Path, age - 1);
            if (File.Exists(newer))
                File.Move(newer, Older(Path, age), overwrite: true);
        }
    }

    private static string Older(string path, int age) =>
        System.IO.Path.ChangeExtension(path, string.Create(CultureInfo.InvariantCulture, $".{age}{System.IO.Path.GetExtension(path)}"));

    // After one wait in vain, later lines do not wait again.
    private FileStream Lock()
    {
        var end = Environment.TickCount64 + (Failure is null ? (long)Patience.TotalMilliseconds : 0);
        while (true)
        {
            if (FileLock.TryTake(Path + ".lock") is { } mine)
                return mine;
            if (Environment.TickCount64 >= end)
                throw new BusyException(Path, Patience);
            Thread.Sleep(Pause); // Another process writes its line.
        }
    }
}
