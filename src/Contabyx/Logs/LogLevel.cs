namespace Contabyx;

/// <summary>How serious an event in the log is.</summary>
public enum LogLevel
{
    /// <summary>Something expected happened.</summary>
    Info,

    /// <summary>Something was repaired or left out.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
