namespace Contabyx.Engine;

/// <summary>How grave an event in the log is.</summary>
internal enum LogLevel
{
    /// <summary>What was to be expected.</summary>
    Info,

    /// <summary>Something was mended or left out.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
