using System.Text;

namespace Contabyx.Engine;

/// <summary>Reads the log: what <c>Get-ContabyxLog</c> does.</summary>
public static class LogReader
{
    /// <summary>The events of the log, its older files included, the oldest first. A file that is missing has none.</summary>
    /// <param name="path">The log's full path.</param>
    public static IEnumerable<ContabyxLogEntry> Read(string path)
    {
        foreach (var file in LoadLog.Files(path))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                if (LogLine.Read(line) is { } entry)
                    yield return entry;
            }
        }
    }
}
