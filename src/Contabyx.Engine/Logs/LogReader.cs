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
        var files = LoadLog.Files(path).Where(file => since is not { } time || File.GetLastWriteTimeUtc(file) >= time.UtcDateTime);
        foreach (var line in files.SelectMany(Lines))
        {
            if (LogLine.Read(line) is { } entry)
                yield return entry;
        }
    }

    /// <summary>The job that an event belongs to; NULL for none.</summary>
    public static string? JobOf(ContabyxLogEntry entry) => entry?.Facts.GetValueOrDefault(LoadLog.JobFact)?.ToString();

    /// <summary>The lines of one of its files. A missing file has none.</summary>
    /// <param name="file">The file's full path.</param>
    internal static IEnumerable<string> Lines(string file)
    {
        using var stream = TryOpen(file);
        if (stream is null)
            yield break;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
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
