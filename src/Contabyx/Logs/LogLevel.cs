namespace Contabyx;

/// <summary>How grave an event in the log is.</summary>
public enum LogLevel
{
    /// <summary>What was to be expected.</summary>
    Info,

    /// <summary>Something was mended or left out.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
