namespace Contabyx;

/// <summary>How an event is written as a line of the log. Lines of both kinds can be in one file, and are read alike.</summary>
public enum LogFormat
{
    /// <summary>Time, level, run, table, message and the facts as JSON, with a tab between two of them.</summary>
    Text,

    /// <summary>One JSON object: <c>time</c>, <c>level</c>, <c>run</c>, <c>table</c>, <c>message</c> and <c>facts</c>.</summary>
    Ndjson,
}
