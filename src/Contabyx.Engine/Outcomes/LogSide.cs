using Contabyx.Engine.Logs;

namespace Contabyx.Engine.Outcomes;

/// <summary>What the log of this machine knows: why tables wait, and which pipelines failed before there was a run.</summary>
internal sealed class LogSide
{
    private readonly Dictionary<string, Dictionary<string, string>> _errors = new(StringComparer.Ordinal);
    private readonly List<ContabyxLogEntry> _withoutRun = [];

    /// <summary>Reads the log.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="bucket">The address of the bucket; failures of other connections are left out.</param>
    /// <param name="since">Only events since this time; NULL for all.</param>
    public static LogSide Read(string path, string bucket, DateTimeOffset? since)
    {
        var side = new LogSide();
        foreach (var entry in LogReader.Read(path, since))
        {
            if (entry.Level != LogLevel.Error || entry.Time < since)
                continue;
            if (entry.Run is { } run)
            {
                if (!side._errors.TryGetValue(run, out var errors))
                    side._errors[run] = errors = new(StringComparer.OrdinalIgnoreCase);
                errors[entry.Table ?? ""] = entry.Message;
            }
            else if (entry.Facts.GetValueOrDefault(LoadLog.BucketFact) as string == bucket)
            {
                side._withoutRun.Add(entry);
            }
        }

        return side;
    }

    /// <summary>The failures that belong to no run, the oldest first.</summary>
    public IReadOnlyList<ContabyxLogEntry> WithoutRun => _withoutRun;

    /// <summary>The last error of a run, by table; by the empty text that of the run itself.</summary>
    public IReadOnlyDictionary<string, string> ErrorsOf(string run) =>
        _errors.GetValueOrDefault(run) ?? new Dictionary<string, string>();
}
