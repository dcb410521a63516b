using System.Text;

namespace Contabyx.Engine.Logs;

/// <summary>Reads the log: what <c>Get-ContabyxLog</c> does.</summary>
public static class LogReader
{
    /// <summary>The events of the log, its older files included, the oldest first. A missing file has no events.</summary>
    /// <param name="path">The log's full path.</param>
    /// <param name="since">Files that were last written before this time are not read; NULL for all.</param>
    public static IEnumerable<ContabyxLogEntry> Read(string path, DateTimeOffset? since = null)
    {
        foreach (var file in LoadLog.Files(path))
        {
            if (since is { } time && File.GetLastWriteTimeUtc(file) < time.UtcDateTime)
                continue;
            using var stream = TryOpen(file);
            if (stream is null)
                continue;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                if (LogLine.Read(line) is { } entry)
                    yield return entry;
            }
        }
    }

    // A file may be renamed between being listed and being read.
    private static FileStream? TryOpen(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
